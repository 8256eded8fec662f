"""New words told apart from quoted ones and from signatures."""
