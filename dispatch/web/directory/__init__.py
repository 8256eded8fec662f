"""Signing in by the town's own directory, or ProConnect (OpenID Connect): what it says is checked, and it
makes nobody known who was not.
"""
