"""The pages of the counter: put together, and who is signed in at them."""
