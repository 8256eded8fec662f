"""From the outside world to a stored and understood message: doors, ledger, reading of mail and SMS."""
