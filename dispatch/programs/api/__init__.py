"""The JSON API, `/api/v1`: lists, shows, creates and acts, within the rights of a token."""
