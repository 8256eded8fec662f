"""Message-ID, In-Reply-To and References: bare ids without angle brackets (RFC 5322 §3.6.4)."""

from __future__ import annotations

import re

from intake.mail.wire.encoded_words import as_text, decode_words, tidy
from intake.mail.wire.limits import DEFAULT

_ANGLED = re.compile(r"<([^<>]{1,998})>")
_SPACE = re.compile(r"\s+")
# Exchange and old systems write ids without @; anything shorter identifies nothing.
_SHORTEST = 5


def parse_message_id(raw: bytes) -> str:
    """The id of the message, '' when absent or malformed (so that it never matches another's).

    Linear in `raw`.
    """
    found = parse_message_ids(raw)
    return found[0] if found else ""


def parse_message_ids(raw: bytes, limit: int = DEFAULT.references) -> tuple[str, ...]:
    """The ids of a list, in order and once each; commas, newlines and phrases between them are left out.

    Beyond `limit` the first and the last ones are kept: the thread's root and its nearest messages.
    Linear in `raw`.
    """
    text = tidy(as_text(raw))
    if "=?" in text:
        text = decode_words(text)
    found = [_SPACE.sub("", match[1]) for match in _ANGLED.finditer(text)]
    if not found:
        found = [word.strip("<>,;\"'") for word in text.replace(",", " ").split() if "@" in word]
    unique = list(
        dict.fromkeys(one for one in found if len(one) >= _SHORTEST and one.isprintable() and len(one) <= 500)
    )
    if len(unique) > limit:
        unique = unique[:1] + unique[-(limit - 1) :]
    return tuple(unique)
