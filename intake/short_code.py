"""Short signed codes: six characters in a text message that name one request to one person."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

#: Digits and consonants that nobody takes for one another (no 0/O, 1/I/L, 5/S, no vowel, so no word).
ALPHABET = "2346789BCDFGHJKMNPQRTVWXZ"
LENGTH = 6
_PURPOSE = b"sms-short-code-1"
_WRITTEN = re.compile(
    rf"(?<![0-9A-Za-z])([{ALPHABET}]{{3}})[- ]?([{ALPHABET}]{{3}})(?![0-9A-Za-z])", re.IGNORECASE
)
_DIGIT = re.compile("[0-9]")


class ShortCodes:
    """Makes and checks codes under one key; the same request and person always have the same code.

    A code alone finds nothing: it is compared with those of the few requests it may be about. One guess
    is right once in 25⁶ (244 million) for each of them, so guesses must also be limited per number.
    """

    def __init__(self, key: bytes) -> None:
        """`key` is at least 16 octets of secret; other keys may be derived from the same one."""
        if len(key) < 16:
            raise ValueError("a key of at least 16 octets is needed")
        self._key = hmac.digest(key, _PURPOSE, "sha256")

    def make(self, request_id: int, person_id: int) -> str:
        """The code of this request for this person, in capitals."""
        number = int.from_bytes(
            hmac.digest(self._key, b"%d/%d" % (request_id, person_id), hashlib.sha256)[:16]
        )
        letters = []
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[place])
        return "".join(letters)

    def matches(self, code: str, request_id: int, person_id: int) -> bool:
        """Whether `code`, as a person typed it, is the one of this request and person (constant time)."""
        typed = normalise(code).encode("utf-8", "replace")
        return hmac.compare_digest(typed, self.make(request_id, person_id).encode())

    def find(self, code: str, candidates: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        """The (request id, person id) among `candidates` whose code this is, or None; looks at all of them."""
        found = None
        for request_id, person_id in candidates:
            if self.matches(code, request_id, person_id):
                found = (request_id, person_id)
        return found


def normalise(code: str) -> str:
    """`code` in capitals without the blanks and dashes people add."""
    return code.replace(" ", "").replace("-", "").upper()


def codes_in(text: str) -> tuple[str, ...]:
    """What in `text` has the form of a short code, in capitals, in order, each once; at most five.

    Without a digit it is taken only in capitals and in one piece, so that `pst brb` is no code.
    """
    found: dict[str, None] = {}
    for match in _WRITTEN.finditer(text):
        whole = match[0]
        if _DIGIT.search(whole) or (whole.isupper() and len(whole) == LENGTH):
            # Six digits are a number, a date or a price; the code that happens to have no letter is refused.
            if whole.replace(" ", "").replace("-", "").isdigit():
                continue
            found[normalise(whole)] = None
        if len(found) == 5:
            break
    return tuple(found)
