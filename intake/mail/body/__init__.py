"""Which text of a mail is read, and how HTML becomes text."""
