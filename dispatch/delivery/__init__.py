"""How letters and texts leave, and how it is known whether they arrived."""
