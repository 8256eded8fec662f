"""Words as data, one module per language: what orders, times, things and feelings are written with (p)."""
