"""The commands, and the one place that builds everything and passes it down."""
