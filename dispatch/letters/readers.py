"""Who reads a letter, and what a state is called to them."""

from __future__ import annotations

from typing import Literal

from dispatch.notices.catalogue import Notice
from models.organisation import State
from models.vocabulary import Audience

Reader = Literal["staff", "requester", "other"]


def reader_of(notice: Notice, audience: str) -> Reader:
    """`other`: neither of the town hall nor whoever asked: a partner, a follower."""
    if audience == Audience.PARTNER or notice.to_follower:
        return "other"
    return "requester" if audience == Audience.REQUESTER else "staff"


def state_for(state: State | None, key: str, locale: str, reader: Reader) -> str:
    """A state in words for its reader; its key when the organisation does not have it any more."""
    if state is None:
        return key
    return state.label.text(locale) if reader == "staff" else state.told(locale, theirs=reader == "requester")
