"""Requests found by the words that somebody typed: how they are read, and what they are in SQL."""
