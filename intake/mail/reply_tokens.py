"""Signed reply addresses among those a message was sent to."""

from __future__ import annotations

from collections.abc import Iterable

from models.errors import InvalidValue
from models.values import EmailAddress

#: Addresses looked at; more than this adds nothing but work.
MAX_ADDRESSES = 100


def envelope_tokens(recipients: Iterable[str], reply_address: str) -> list[str]:
    """The details (after +) of the envelope recipients that are `reply_address` with one, each once.

    Headers are never looked at: whoever writes a mail writes To, Cc and X-Original-To as he likes.
    Linear in `recipients`.
    """
    ours = EmailAddress.parse(reply_address)
    found: dict[str, None] = {}
    for text in list(recipients)[:MAX_ADDRESSES]:
        try:
            address = EmailAddress.parse(text)
        except InvalidValue:
            continue
        local = address.local.partition("+")[0].casefold()
        if address.detail and local == ours.local.casefold() and address.ascii_domain == ours.ascii_domain:
            found[address.detail.lower()] = None
    return list(found)
