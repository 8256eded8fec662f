"""Connections of their own for whoever only looks."""
