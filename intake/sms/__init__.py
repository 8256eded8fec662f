"""Texts: the form they come in, the commands and codes they hold."""
