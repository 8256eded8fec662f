"""Elected officials, and the part of the town hall's work that is delegated to each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.organisation.values import Email, Key, Locale, Name, Part, Phone

#: What an official sees of requests besides what their requesters may read: who asks, with the words as they
#: were written; notes among staff.
Shown = Literal["names", "notes"]
#: As `quarter` of a building says it.
Quarter = Annotated[str, Field(min_length=1, max_length=80)]


class Official(Part):
    """Somebody elected, who sees the requests of their delegation and changes none of them."""

    key: Key
    name: Name
    #: « Adjointe à la voirie », as pages show it beside the name.
    title: str = Field(default="", max_length=120)
    emails: tuple[Email, ...] = ()
    phones: tuple[Phone, ...] = ()
    locale: Locale = "fr"
    #: What is delegated to them: requests of these services, about these buildings, or about a building that
    #: lies in one of these quarters. All of them together.
    services: tuple[Key, ...] = ()
    buildings: tuple[Key, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    #: Without `names`, who asks is hidden everywhere, and struck out of the words.
    sees: tuple[Shown, ...] = ()
    #: Whether they may leave a word for those who treat a request.
    comments: bool = True
    #: Their term is over: sees nothing of it any more.
    closed: bool = False
