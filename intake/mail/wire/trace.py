"""The way a mail took: Received fields (RFC 5321 §4.4), read by mail-parser.

The one module that imports mail-parser. Its reader of Received knows the many ways servers write them; the
rest of it is not used on inbound mail (docs/decisions/020-our-own-mime-cutter.md has the figures).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mailparser.exceptions import MailParserReceivedParsingError
from mailparser.utils import receiveds_parsing

from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.encoded_words import as_text
from intake.mail.wire.headers import Headers

# The hops nearest to us: those further away were written by strangers.
_HOPS = 3
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Trace:
    """What the nearest hops say: when the last server took the mail, and for whom."""

    received_at: datetime | None = None
    recipients: tuple[str, ...] = ()
    hop_count: int = 0


def read_trace(headers: Headers) -> Trace:
    """The nearest hops of a message; an empty trace when it came through no server. Never fails."""
    values = headers.raw_all("received")
    nearest = [" ".join(as_text(value[:_LONGEST]).split()) for value in values[:_HOPS]]
    if not nearest:
        return Trace()
    try:
        hops: list[dict[str, Any]] = receiveds_parsing(nearest)
    except (
        MailParserReceivedParsingError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
    ):
        return Trace(hop_count=len(values))
    # mail-parser lists the first hop first; the last one is our own server's.
    hops.reverse()
    recipients = [
        box.address
        for hop in hops
        for box in parse_addresses(str(hop.get("for", ""))[:400].encode("utf-8", "replace"))
        if "@" in box.address
    ]
    return Trace(_moment(hops[0].get("date_utc")), tuple(dict.fromkeys(recipients)), len(values))


def _moment(written: object) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
