"""One thing done to several requests: shown first for each of them, done one by one, reported."""
