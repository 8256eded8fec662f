"""What is kept for other programs that call us, and that we tell."""
