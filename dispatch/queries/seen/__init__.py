"""What the pages show of requests, within the rights of whoever looks."""
