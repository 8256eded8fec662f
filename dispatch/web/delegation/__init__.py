"""The pages of elected officials: the requests of their delegation, read, commented on, followed."""
