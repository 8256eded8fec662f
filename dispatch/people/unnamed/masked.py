"""An address that its owner recognises and in which nobody else reads a message.

Who asks for a change of address, or for a code, chooses what stands before the @ and, for a few euros, what
stands behind it: `appelez-le-0899…@votre-compte-est-bloque.example`. Under the town hall's signature that
would be a letter of the town hall to somebody else.
"""

from __future__ import annotations

from collections.abc import Collection

from models.folding import fold

#: A top level domain longer than this is a word.
_LAST = 6


def masked(written: str, providers: Collection[str] = ()) -> str:
    """`j***@gmail.com`, `j***@e***.org`: the first letter, and of the domain as much; whole when it is one of
    `providers`, at which everybody may have an address. A telephone number, which is digits, as it is.
    Linear in `written`.
    """
    local, at, domain = written.strip().rpartition("@")
    if not at:
        return written
    domain = domain.strip().lower()
    if domain in providers:
        return f"{_first(local)}***@{domain}"
    last = domain.rpartition(".")[2]
    ending = f".{last}" if last.isascii() and last.isalpha() and len(last) <= _LAST else ""
    return f"{_first(local)}***@{_first(domain)}***{ending}"


def _first(text: str) -> str:
    """The first letter or digit of a text, folded: no mark that changes how the rest is shown."""
    return next((each for each in fold(text[:64]) if each.isascii() and each.isalnum()), "")
