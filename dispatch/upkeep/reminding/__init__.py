"""Which terms of a request fall due, and who is there to hear of them."""
