"""`guichet towns`: the towns of one machine, each with settings, data and keys of its own."""
