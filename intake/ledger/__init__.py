"""Stored first, thought about later: the rows of the ledger, their leases and their ends."""
