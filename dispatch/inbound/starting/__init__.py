"""A message that starts a request: placed by the rules, written as rows, its writer and the staff told."""
