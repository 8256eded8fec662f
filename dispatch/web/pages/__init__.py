"""The pages of the counter: what a browser is answered, and what comes of its forms."""
