"""The address that a message is about: streets of the register found in its words, and where they are."""
