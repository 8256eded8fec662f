"""What is changed of a request by hand, at the terminal, and who is told."""
