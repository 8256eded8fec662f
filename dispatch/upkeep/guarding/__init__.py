"""What is watched over while the service runs: the room there is for mail."""
