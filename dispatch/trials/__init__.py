"""Rules tried on the past, and what they could learn from it."""
