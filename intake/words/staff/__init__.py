"""What staff write: whose names they say, which of their words speak to whom, what they ask for themselves."""
