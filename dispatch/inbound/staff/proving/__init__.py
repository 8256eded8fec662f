"""Whether a message is its agent's: what proves it, who is asked, what they say."""
