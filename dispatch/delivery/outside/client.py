"""A partner's server spoken to by Open311 GeoReport v2: requests posted and found, updates asked for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from dispatch.delivery.outside.calling import Answer, Unanswered, exchange
from dispatch.delivery.outside.reading import Item, clean, read_items
from models.errors import GuichetError, InvalidValue, PermanentFailure, TemporaryFailure, UserError
from models.organisation import Partner
from models.sandbox import is_sandbox
from models.settings.settings import Settings
from models.signing.keys import read_secret

#: As much of an answer as is read.
MOST_BYTES = 4_000_000
_FORM = "application/x-www-form-urlencoded"
#: What a server says that is away for a moment, or asked too often.
_LATER = frozenset({429, 502, 503, 504})
#: What a server says that does not know the address: an extension that it does not have.
_UNKNOWN = frozenset({404, 405, 501})


@dataclass(frozen=True, slots=True)
class PostedFile:
    """A picture that travels in the call."""

    name: str
    content_type: str
    content: bytes


class Open311Client:
    """One partner's server. Every method raises Unanswered (it may have been heard, or not), TemporaryFailure
    or PermanentFailure; what is read is bounded and believed to be of no shape.
    """

    def __init__(self, partner: Partner, settings: Settings) -> None:
        """Raises UserError when the file of its key cannot be read; without one no key is sent. In a training
        nobody outside is called.
        """
        if is_sandbox(settings):
            raise UserError("This is a training: no partner outside is called.")
        self._partner = partner
        self._settings = settings.partners
        file = settings.partner_keys_dir / partner.key
        self._key = read_secret(file) if file.exists() else ""

    @property
    def has_key(self) -> bool:
        """Whether there is a key of ours for it."""
        return bool(self._key)

    def post_request(self, fields: Sequence[tuple[str, str]], files: Sequence[PostedFile] = ()) -> Item:
        """Post a request; the first item of the answer, {} when nothing in it can be read."""
        said = [*self._common(), *fields]
        if files:
            boundary = f"guichet-{secrets.token_hex(16)}"
            body, kind = _multipart(said, files, boundary), f"multipart/form-data; boundary={boundary}"
        else:
            body, kind = urlencode(said).encode(), _FORM
        answer = self._call("POST", "requests", body=body, content_type=kind)
        items = _items_or_none(answer)
        if answer.status < 300:
            return items[0] if items else {}
        raise self._refusal(answer, items)

    def requests(self, **filters: str) -> list[Item] | None:
        """Requests as the partner lists them; None when they give no such list."""
        return self._get("requests", filters)

    def updates(self, since: datetime, until: datetime) -> list[Item] | None:
        """What happened to requests meanwhile (mySociety's extension); None when they do not have it."""
        return self._get("servicerequestupdates", {"start_date": moment(since), "end_date": moment(until)})

    def token(self, token: str) -> str:
        """The number that a token became; '' while there is none."""
        found = self._get(f"tokens/{quote(token, safe='')}", {}) or [{}]
        return found[0].get("service_request_id", "")

    def services(self) -> list[Item]:
        """Their services; [] when they list none."""
        return self._get("services", {}) or []

    def attributes(self, code: str) -> list[Item]:
        """What they want to know of a request of this service."""
        found = self._get(f"services/{quote(code, safe='')}", {}) or []
        return [each for each in found if "required" in each]

    def _get(self, resource: str, filters: dict[str, str]) -> list[Item] | None:
        query = urlencode([*self._common(), *filters.items()])
        answer = self._call("GET", resource, query=query)
        if answer.status in _UNKNOWN:
            return None
        if answer.status >= 300:
            raise self._refusal(answer, _items_or_none(answer))
        if answer.cut:
            raise TemporaryFailure(f"{self._partner.name} answers with more than can be read.", "answer cut")
        try:
            return read_items(answer.body)
        except InvalidValue as wrong:
            raise TemporaryFailure(f"{self._partner.name}: {wrong.public}", "answer unreadable") from wrong

    def _common(self) -> list[tuple[str, str]]:
        given = (("jurisdiction_id", self._partner.jurisdiction), ("api_key", self._key))
        return [(name, value) for name, value in given if value]

    def _call(
        self, method: str, resource: str, *, query: str = "", body: bytes = b"", content_type: str = ""
    ) -> Answer:
        partner, settings = self._partner, self._settings
        url = f"{partner.endpoint}{resource}.{partner.format}" + (f"?{query}" if query else "")
        return exchange(
            method,
            url,
            body=body,
            headers={
                "User-Agent": "Guichet",
                "Accept": "application/json" if partner.format == "json" else "text/xml",
                **({"Content-Type": content_type} if content_type else {}),
            },
            allowed=settings.allowed_networks,
            setting="partners.allowed_networks",
            seconds=settings.timeout_seconds,
            most_bytes=MOST_BYTES,
        )

    def _refusal(self, answer: Answer, items: Sequence[Item]) -> GuichetError:
        """What follows from an answer that is no success. What the server wrote is for administrators: the
        private sentence, which is logged, has the status alone.
        """
        name, private = self._partner.name, f"HTTP {answer.status}"
        if answer.status in _LATER:
            return TemporaryFailure(f"{name} takes nothing for a moment.", private)
        if answer.status >= 500:
            return Unanswered(f"{name} had an error of its own.", private, maybe_taken=True)
        words = clean(items[0].get("description", ""))[:200].replace("\n", " ") if items else ""
        return PermanentFailure(
            f"{name} refused it{f': {words}' if words else ''}.", private, reason="partner_refused"
        )


def moment(at: datetime) -> str:
    """A time as servers read it: in UTC, without fractions."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _items_or_none(answer: Answer) -> list[Item]:
    try:
        return read_items(answer.body)
    except InvalidValue:
        return []


def _multipart(fields: Sequence[tuple[str, str]], files: Sequence[PostedFile], boundary: str) -> bytes:
    """The body of a form with files (RFC 7578). No name or value can end its part: the boundary is new."""
    parts = []
    for name, value in fields:
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
        parts.append(head.encode() + value.encode("utf-8", "replace"))
    for number, file in enumerate(files, 1):
        head = (
            f'Content-Disposition: form-data; name="photo{number}"; filename="{_quoted(file.name)}"\r\n'
            f"Content-Type: {file.content_type}\r\n\r\n"
        )
        parts.append(head.encode("utf-8", "replace") + file.content)
    line = f"--{boundary}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
