"""Fetched mailboxes."""
