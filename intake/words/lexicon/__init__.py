"""Words as data: what orders, times, things and feelings are written with."""
