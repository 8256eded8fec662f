"""The files that travel along with a letter: which of them, and what they tell no longer."""
