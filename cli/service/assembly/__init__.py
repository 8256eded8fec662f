"""The parts of the running service, built from the settings."""
