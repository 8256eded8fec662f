"""The addresses of the town: each street with its numbers and where they are, as public registers say."""
