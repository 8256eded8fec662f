"""How a message inside a message is shown: its head in words, and the name of the file that keeps it."""

from __future__ import annotations

from intake.mail.wire.headers import Headers
from intake.mail.wire.identifiers import parse_message_id

_SHOWN = (("De", "from"), ("Date", "date"), ("À", "to"), ("Objet", "subject"))


def written_head(headers: Headers) -> list[str]:
    """The fields that a reader wants to see, `De : …`, one a line; empty ones left out."""
    return [f"{label} : {value}" for label, name in _SHOWN if (value := headers.text(name))]


def message_name(headers: Headers, name: str) -> str:
    """The name of the .eml, not yet made safe: the one given, else the subject, else the Message-ID."""
    if not name:
        identity = parse_message_id(headers.raw("message-id"))[:40]
        return f"{headers.text('subject')[:80] or identity or 'message'}.eml"
    if name.casefold().endswith(".eml") or "." in name[-5:]:
        return name
    return f"{name}.eml"
