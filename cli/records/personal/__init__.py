"""Commands about personal data: what people may ask, what is kept how long, what is held."""
