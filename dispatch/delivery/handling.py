"""What an administrator does with notices that are there: finds, repeats, lets go, stops. None is made."""

from __future__ import annotations

from dispatch.notices.queue import cancel, find, is_held_back, let_go, retry

__all__ = ["cancel", "find", "is_held_back", "let_go", "retry"]
