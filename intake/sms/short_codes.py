"""Short signed codes: six characters in a text message that name one request to one person."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from models.signing.tokens import Signer

#: Digits and consonants that nobody takes for one another (no 0/O, 1/I/L, 5/S, no vowel, so no word).
ALPHABET = "2346789BCDFGHJKMNPQRTVWXZ"
LENGTH = 6
_PURPOSE = b"sms-short-code-1"
_WRITTEN = re.compile(
    rf"(?<![0-9A-Za-z])([{ALPHABET}]{{3}})[- ]?([{ALPHABET}]{{3}})(?![0-9A-Za-z])", re.IGNORECASE
)


class ShortCodes:
    """Makes and checks codes under one key; the same request and person always have the same code.

    A code alone finds nothing: it is compared with those of the few requests it may be about. One guess
    is right once in 210 million for each of them, so guesses must also be limited per number.
    """

    def __init__(self, key: bytes) -> None:
        """`key` is at least 16 octets of secret; other keys may be derived from the same one."""
        if len(key) < 16:
            raise ValueError("a key of at least 16 octets is needed")
        self._key = hmac.digest(key, _PURPOSE, "sha256")

    def make(self, request_id: int, person_id: int) -> str:
        """The code of this request for this person, in capitals."""
        for attempt in range(256):
            mac = hmac.digest(self._key, b"%d/%d/%d" % (request_id, person_id, attempt), "sha256")
            code = _letters(int.from_bytes(mac[:16]))
            if _is_mixed(code):
                return code
        raise AssertionError("one code in seven lacks a digit: 256 in a row do not")

    def matches(self, code: str, request_id: int, person_id: int) -> bool:
        """Whether `code`, as a person typed it, is the one of this request and person (constant time)."""
        typed = normalise(code).encode("utf-8", "replace")
        return hmac.compare_digest(typed, self.make(request_id, person_id).encode())

    def find(self, code: str, candidates: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        """The (request id, person id) among `candidates` whose code this is, or None; looks at all of
        them.
        """
        found = None
        for request_id, person_id in candidates:
            if self.matches(code, request_id, person_id):
                found = (request_id, person_id)
        return found


def normalise(code: str) -> str:
    """`code` in capitals without the blanks and dashes people add. Linear in `code`."""
    return code.replace(" ", "").replace("-", "").upper()


def codes_in(text: str) -> tuple[str, ...]:
    """What in `text` has the form of a short code, in capitals, in order, each once; at most five."""
    found: dict[str, None] = {}
    for match in _WRITTEN.finditer(text):
        code = normalise(match[0])
        if _is_mixed(code):
            found[code] = None
        if len(found) == 5:
            break
    return tuple(found)


def without_codes(text: str) -> str:
    """`text` without what has the form of a short code, and without the blanks around it.

    Linear in `text`.
    """
    return _WRITTEN.sub(lambda found: "" if _is_mixed(normalise(found[0])) else found[0], text).strip(
        " :,;.-"
    )


def _letters(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def _is_mixed(code: str) -> bool:
    """Whether it has a digit and a letter: without them it would be a word or a number to the eye."""
    return not code.isdigit() and not code.isalpha()


def short_codes(signer: Signer) -> list[ShortCodes]:
    """The makers of short codes, one for each key; the first makes, all check."""
    return [ShortCodes(key) for key in signer.derived_keys(b"sms short code")]
