"""Whether two domains are one organisation's (RFC 7489 §3.2), by the public suffix list; no network."""

from __future__ import annotations

import functools

from publicsuffixlist import PublicSuffixList

from models.errors import InvalidValue
from models.values import EmailAddress


def are_aligned(signed: str, written: str) -> bool:
    """Relaxed alignment of the domain that was proved with that of From; '' is aligned with nothing.

    Linear in `signed`.
    """
    one, other = ascii_domain(signed), ascii_domain(written)
    if not one or not other:
        return False
    return one == other or (organisational(one) is not None and organisational(one) == organisational(other))


def domain_of(address: str) -> str:
    """The domain of `user@domain`, `@domain` or a bare domain; '' of anything else. Linear in `address`."""
    text = address.strip().strip("<>")
    return ascii_domain(text.rpartition("@")[2])


def lower_ascii(text: str) -> str:
    """`text` with A to Z in lower case and every other character as it is: folding turns "ſ" into "s".

    Linear in `text`.
    """
    return "".join(c.lower() if c.isascii() else c for c in text)


def ascii_domain(domain: str) -> str:
    """`domain` in lower case, IDNA, without a final dot; '' when it is none. Linear in `domain`."""
    try:
        return EmailAddress.parse(f"a@{domain.strip().rstrip('.')}").ascii_domain
    except InvalidValue:
        return ""


@functools.lru_cache(maxsize=1024)
def organisational(domain: str) -> str | None:
    """`ville.fr` of `mail.ville.fr`; None for what is itself a public suffix."""
    found: str | None = _suffixes().privatesuffix(domain)
    return found


@functools.lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
