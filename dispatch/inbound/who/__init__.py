"""Who is behind a message, for whom it was handed on, and how often its writer is answered."""
