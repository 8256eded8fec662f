"""What is watched over while the service runs: the room for mail, codes that are over."""
