"""What PostgreSQL asks for: patience with a server that hangs, and bounds for who holds up others."""
