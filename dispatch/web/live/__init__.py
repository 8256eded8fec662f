"""Open pages hear that something changed, and fetch themselves anew with the rights of whoever looks."""
