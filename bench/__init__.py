"""Measurements, each runnable by itself."""
