"""Files move from one store to another while the service runs, and are counted."""
