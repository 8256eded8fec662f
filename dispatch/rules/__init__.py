"""Where a message belongs, and why: the rules, their index, their explanation."""
