"""What was kept long enough goes: listed, approved, erased, with a receipt that stays."""
