"""Partners outside the town hall who do part of the work: agglomeration, contractor, landlord."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from models.organisation.values import Email, Key, Locale, Name, Part
from models.values import EmailAddress


def _check_domain(text: str) -> str:
    """The domain as addresses are compared by it; `@example.org` is read too."""
    return EmailAddress.parse(f"somebody@{text.strip().removeprefix('@')}").domain


#: A domain of the mail: `cucm.example.org`.
Domain = Annotated[str, AfterValidator(_check_domain)]

#: What a partner may see of a request. `files` are those that are no pictures; `requester` is who asks, with
#: the address or number where they are reached.
Seen = Literal["text", "place", "photos", "files", "requester"]

#: Where anybody has an address: that two write from there says nothing.
ANYBODYS = frozenset([
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com",
    "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com",
    "orange.fr", "wanadoo.fr", "free.fr", "aliceadsl.fr", "sfr.fr", "neuf.fr", "cegetel.net", "bbox.fr",
    "bouyguestelecom.fr", "numericable.fr", "laposte.net", "gmx.com", "gmx.fr", "gmx.net", "aol.com",
    "aol.fr", "protonmail.com", "proton.me", "zaclys.net", "mailo.com", "netcourrier.com",
    "club-internet.fr", "tutanota.com",
])  # fmt: skip


class Partner(Part):
    """Somebody outside to whom requests are passed on by letter, and whose answer comes back to them."""

    key: Key
    name: Name
    #: Other names that agents write: « la CUCM », « l'agglo ».
    aliases: tuple[str, ...] = ()
    #: Where letters go; an answer from there is the partner's.
    email: Email
    #: Other domains that people of the partner answer from, as their ticket system's.
    domains: tuple[Domain, ...] = ()
    #: Working days the partner has to answer.
    delay_working_days: int = Field(default=10, ge=1, le=250)
    #: Without `requester`, the requester's name, addresses and numbers are struck out of the words as well.
    sees: tuple[Seen, ...] = ("text", "place", "photos")
    locale: Locale = "fr"
    #: A closed partner gets nothing new.
    closed: bool = False
