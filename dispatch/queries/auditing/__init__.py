"""What an auditor asks: who looked, what was changed and how that is proved, what was erased."""
