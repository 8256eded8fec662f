"""What partners outside answer about requests that were passed on to them."""
