"""What the clock does: reminders, watches, fetching, the loops of the service."""
