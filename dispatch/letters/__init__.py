"""How a notice reads: its contents, its templates, its letter or its text."""
