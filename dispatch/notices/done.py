"""What notices say of orders that were done: what is so now, and until when one word undoes it."""

from __future__ import annotations

from datetime import datetime

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
