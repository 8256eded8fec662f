"""Links that answer by one tap: a mail to the signed address, whose subject and text are the word alone."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

#: What a word that needs more ends with, in a link's text and not in its subject.
_OPEN = " :\u00a0"
_BLANK_LINE = quote("\r\n\r\n")


def tap_link(address: str, written: str, reference: str = "") -> str:
    """A `mailto:` link (RFC 6068) to `address`: its text is `written`, its subject that word with the
    `reference`; '' without an address.

    Everything but letters and digits is percent-encoded as UTF-8: a bare « + » is a blank to some programs,
    and lines end by CRLF. The blank line keeps a signature apart that the program puts below.
    """
    if not address:
        return ""
    local, _, domain = address.rpartition("@")
    word = written.strip(_OPEN).strip()
    named = f"{' ' if word else ''}[{reference}]" if reference else ""
    body = f"&body={_encoded(written)}{_BLANK_LINE}" if written else ""
    return f"mailto:{_encoded(local)}@{_encoded(domain)}?subject={_encoded(word)}{_encoded(named)}{body}"


@lru_cache(maxsize=512)
def _encoded(text: str) -> str:
    # A letter to staff has a dozen links to one address, about one request, and all letters the same words.
    return quote(text, safe="")
