"""Where the files of a town can lie besides a directory: a bucket of S3, and two places while they move."""
