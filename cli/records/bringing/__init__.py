"""Open requests and mail of another tool, brought over."""
