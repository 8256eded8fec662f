"""Commands that look at what is there and change it."""
