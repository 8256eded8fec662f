"""How the running service is seen from outside: its schedule, its metrics, its signs of life."""
