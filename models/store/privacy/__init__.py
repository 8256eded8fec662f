"""What was erased leaves no trace in files, and what is ours is readable by us alone."""
