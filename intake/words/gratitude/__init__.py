"""What a requester's words say about what was done."""

from intake.words.gratitude.feeling import Feeling, feeling_of, is_thanks

__all__ = ["Feeling", "feeling_of", "is_thanks"]
