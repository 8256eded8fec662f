"""What notices say of orders and words that were done: what is so now, and what undoes or confirms it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from dispatch.notices.details import Details


class OrderDone(Details):
    """What an order made of its request, or what was undone of it; in the words of whoever gave it."""

    #: What is so now, one thing a line (dispatch.inbound.staff.several.standing_said).
    lines: tuple[str, ...] = ()
    undone: bool = False
    #: The requester had been told of what is undone, and has been told that it was a mistake.
    told_again: bool = False
    #: Letters that had not left and do not leave.
    stopped: int = 0
    undo_until: datetime | None = None


class ListedDone(Details):
    """What became of one line of an answer to a list."""

    reference: str
    written: str = ""
    said: str = ""
    done: bool = False


class ListDone(Details):
    """What became of each line of an answer to a list."""

    lines: tuple[ListedDone, ...]


class Undone(Details):
    """A state that the requester was told of by mistake: `state` is what is true again."""

    verb: str = ""
    from_state: str = ""
    to_state: str = ""
    state: str = ""
    #: What they had been told.
    mistaken: str = ""
    #: It was that their request had joined another one, instead of a state.
    joined: bool = False


class WishToConfirm(Details):
    """A wish in a citizen's name that nothing proves to be theirs, asked about at the address on file."""

    wish: Literal["cancel", "stop", "start", "language"]
    #: The language wished for.
    language: str = ""
    received_at: datetime
    asked_at: datetime
    hours: int = 48
    #: Whether it was answered: each is once.
    answered: bool = False


class WordAnswered(Details):
    """What became of a word that a citizen wrote: ANNULER, ARRÊT, REPRENDRE, LANGUE, CONFIRMER."""

    what: Literal[
        "stopped",
        "stopped_already",
        "started",
        "language",
        "language_unknown",
        "closed_already",
        "too_late",
        "perhaps",
    ]
    #: The word that may have been meant, when nothing was done.
    perhaps: str = ""
