"""What other programs of the town, and of other towns, do here: they call with a key, or are told."""
