"""The counter in a browser: real HTTP, a real database, and where it matters a real Chromium."""
