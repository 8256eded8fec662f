"""The counter's work in figures, within the rights of whoever looks."""
