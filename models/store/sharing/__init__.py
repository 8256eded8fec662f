"""Several processes on one database: which are alive, which one leads, and what the dead held."""
