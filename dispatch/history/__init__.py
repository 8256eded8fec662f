"""What is written of a request: the request as it stands, who acted on it, the lines of its history."""
