"""How statements are said: many small changes of one transaction together, one alone at once."""
