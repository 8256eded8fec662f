"""Faces and plates on a photo, blackened before anybody outside sees it."""
