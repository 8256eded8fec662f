"""On the road: pages kept on a telephone for a while, forms that wait for the network, each done once."""
