"""Notices that are lists: of requests, of messages that wait, of figures."""
