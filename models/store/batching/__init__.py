"""Many small changes of one transaction that are written together."""
