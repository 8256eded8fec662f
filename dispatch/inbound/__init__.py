"""What becomes of a message, step by step: the table of questions and the answers it gives."""
