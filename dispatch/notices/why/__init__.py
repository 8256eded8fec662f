"""Why something was set aside, refused or not delivered, as notices name it."""
