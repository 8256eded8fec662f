"""Reading mail: pure functions from bytes to a ParsedMessage."""
