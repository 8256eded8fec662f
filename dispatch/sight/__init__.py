"""Who may see what of a request: one table of rights, as a function and as a condition of the database."""
