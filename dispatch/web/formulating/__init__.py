"""A request before it is sent: what it would become, and what is known there already."""
