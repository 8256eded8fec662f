"""What is taken away from the pages: lists as files, sheets on paper."""
