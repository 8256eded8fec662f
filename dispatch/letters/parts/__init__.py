"""What letters are put together from: parts of MIME, and modules of templates that are kept."""
