"""What lists, board and map hold, for their statements."""
