"""Looking at notices before anybody has them."""
