"""What becomes of a text message: commands, consent, which request is meant, photos that follow."""
