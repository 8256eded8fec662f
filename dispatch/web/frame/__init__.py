"""What every page stands on: who calls, what was sent, how it looks, what is answered."""
