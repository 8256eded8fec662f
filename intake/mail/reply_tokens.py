"""Signed reply addresses among those a message was sent to."""

from __future__ import annotations

from collections.abc import Iterable

from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.values import EmailAddress

#: Addresses looked at; more than this adds nothing but work.
MAX_ADDRESSES = 100


def find_tokens(recipients: Iterable[str], parsed: ParsedMessage) -> list[str]:
    """The details (after +) of every address the message was sent to, envelope first.

    Headers are looked at too: a mailbox fetched by IMAP has no envelope, and the token proves itself.
    """
    return envelope_tokens(
        [*recipients, *parsed.delivered_to, *(box.address for box in (*parsed.to, *parsed.cc))]
    )


def envelope_tokens(recipients: Iterable[str]) -> list[str]:
    """The details (after +) of these addresses, in their order, each once."""
    written = list(recipients)
    found: dict[str, None] = {}
    for text in written[:MAX_ADDRESSES]:
        try:
            detail = EmailAddress.parse(text).detail
        except InvalidValue:
            continue
        if detail:
            found[detail.lower()] = None
    return list(found)
