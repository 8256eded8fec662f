"""Pages that the law asks of whoever opens a counter to the public."""
