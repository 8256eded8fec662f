"""Commands about other programs: the keys that they call with, and what they are told."""
