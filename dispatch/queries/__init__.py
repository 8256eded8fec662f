"""Read only: what commands and pages show."""
