"""organisation.toml and the sheets beside it: read, compare, write, with the person's lines kept."""
