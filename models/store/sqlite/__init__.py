"""What SQLite asks for: how each connection behaves, and what it knows of how its tables are filled."""
