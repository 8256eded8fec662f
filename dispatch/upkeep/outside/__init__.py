"""What partners outside say of requests that were passed on to their servers."""
