"""Partners outside the town hall who do part of the work: agglomeration, contractor, landlord."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

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


def _check_endpoint(text: str) -> str:
    """The address that names of resources are put behind: `https://host/open311/v2/`."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    written = text.isascii() and text.isprintable() and " " not in text and len(text) <= 500
    if not good or not written or parts.username or parts.query or parts.fragment:
        raise ValueError("must look like https://host/open311/v2/, without user, password or question mark")
    return text if text.endswith("/") else f"{text}/"


#: The address of an Open311 server.
Endpoint = Annotated[str, AfterValidator(_check_endpoint)]
#: A word of somebody else's server, as it stands in a form.
Code = Annotated[str, Field(min_length=1, max_length=200)]


class PartnerCode(Part):
    """What a request type of ours is called at a partner."""

    type: Key
    code: Code


class PartnerAttribute(Part):
    """An answer that a partner's server wants with each request: `attribute[code]=value`."""

    code: Code
    value: Annotated[str, Field(max_length=500)]


class Partner(Part):
    """Somebody outside to whom requests are passed on by letter or Open311, and whose answer comes back."""

    key: Key
    name: Name
    #: Other names that agents write: « la CUCM », « l'agglo ».
    aliases: tuple[str, ...] = ()
    #: `mail`: by letter. `open311`: to a server of theirs (GeoReport v2); reminders still go by letter.
    kind: Literal["mail", "open311"] = "mail"
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
    #: Their server, what they name themselves there, and which of the two formats is asked for.
    endpoint: Endpoint = ""
    jurisdiction: str = Field(default="", max_length=200)
    format: Literal["xml", "json"] = "xml"
    #: Their code for requests of every type that `codes` does not name.
    service_code: str = Field(default="", max_length=200)
    codes: tuple[PartnerCode, ...] = ()
    attributes: tuple[PartnerAttribute, ...] = ()
    #: Whether pictures may travel in the call (multipart), as Guichet and open311-adapter take them.
    takes_files: bool = False
    #: Whether the same `attribute[external_id]` again is the same request there: then nothing need be looked
    #: up before a second try.
    idempotent: bool = False

    @model_validator(mode="after")
    def _reached(self) -> Partner:
        if self.kind == "open311" and not (self.endpoint and self.service_code):
            raise ValueError('kind = "open311" needs endpoint and service_code')
        return self

    def code_for(self, request_type: str | None) -> str:
        """Their code for a request of this type of ours."""
        return next((each.code for each in self.codes if each.type == request_type), self.service_code)
