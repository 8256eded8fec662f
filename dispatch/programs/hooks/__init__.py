"""Webhooks out: other programs are told what happens to requests, signed, and told again until they hear."""
