"""Words for those who must not know who asks: people, addresses and numbers struck out of them."""
