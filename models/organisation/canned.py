"""Answers that a town has ready: « réponse 3 » sends the third to the requester."""

from __future__ import annotations

from pydantic import Field

from models.organisation.values import Key, Label, Part


class CannedAnswer(Part):
    """Words that agents send by their number or key."""

    key: Key
    #: What agents write: « réponse 3 ».
    number: int = Field(ge=1, le=999)
    #: What it is about, as agents read it in a list.
    label: Label
    #: What the requester reads, in their language.
    text: Label
    #: Keys of the request types it is offered for; none: for every request.
    types: tuple[Key, ...] = ()
