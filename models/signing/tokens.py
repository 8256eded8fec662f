"""Signed reply addresses: who may say what about which request, until when, in 28 characters."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, unique

from models.errors import InvalidValue

#: No l, 1, o, 0: people retype addresses. Thirty-two symbols, five bits each.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode("ascii"))
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_MAC_BYTES = 10
_TOKEN_CHARS = 28  # 17 octets: 1 purpose and key, 4 subject, 2 expiry, 10 MAC
#: `guichet.OUTBOX_ID.PROOF`, alone in a body's foot, with a domain as a Message-ID.
_MARKER = re.compile(r"guichet\.[0-9]{1,15}\.[a-km-np-z2-9]{8}", re.ASCII | re.IGNORECASE)
_OWN_ID = re.compile(
    r"<?guichet\.([0-9]{1,15})\.([a-km-np-z2-9]{8})(?:@[^<>\s]{1,255})?>?", re.ASCII | re.IGNORECASE
)
#: The largest id of a row. Anybody can write a larger one into a token; PostgreSQL then fails instead of
#: finding nothing.
MAX_ID = 2**31 - 1
_DOMAIN_SEPARATION = b"guichet reply token v1"


@unique
class Purpose(IntEnum):
    """What a token allows. The number is part of the token; never reuse one.

    READ was 7 once, as TASK is: pages of that time are found by `dispatch.web.full_texts`.
    """

    REQUESTER = 1
    ASSIGNEE = 2
    NOTE = 3
    BOUNCE = 4
    UPLOAD = 6
    TASK = 7
    READ = 8
    CONFIRM = 9
    LIST = 10
    SIGN_IN = 12
    TRACK = 13
    WISH = 14
    PARTNER = 15


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: `subject_id` is a request (an outbound message for BOUNCE, READ, LIST and WISH, a
    link for UPLOAD, a confirmation for CONFIRM, an attempt to sign in for SIGN_IN).
    """

    purpose: Purpose
    subject_id: int
    expires_at: datetime


class Signer:
    """Makes and checks tokens under rotatable keys.

    `keys` maps key numbers (0–15) to secrets of at least 16 octets; the first listed signs, all verify.
    """

    def __init__(self, keys: Sequence[tuple[int, bytes]], domain: str) -> None:
        if not keys or any(len(secret) < 16 or not 0 <= number <= 15 for number, secret in keys):
            raise ValueError("at least one key of 16 octets, numbered 0 to 15, is needed")
        self._current = keys[0][0]
        self._keys = dict(keys)
        self._domain = domain.lower().encode("idna" if domain.isascii() else "utf-8")

    def sign(
        self, purpose: Purpose, subject_id: int, person_id: int, expires_at: datetime, stamp: int = 0
    ) -> str:
        """A token of 28 characters; it expires at the end of the UTC day of `expires_at`.

        `stamp` says how far the subject had come then: it is proved by the token without standing in it.
        """
        days = (expires_at - _EPOCH).days + 1
        head = (
            bytes([(purpose << 4) | self._current])
            + subject_id.to_bytes(4, "big")
            + min(max(days, 0), 0xFFFF).to_bytes(2, "big")
        )
        return _encode(head + self._mac(self._current, head, person_id, stamp))

    def read(self, token: str) -> Claim:
        """What `token` claims, *not* whether it is true. Raises InvalidValue when it is no token of ours."""
        raw = _decode(token)
        try:
            purpose = Purpose(raw[0] >> 4)
        except ValueError as wrong:
            raise InvalidValue("This reply address is not ours.", "unknown purpose in token") from wrong
        subject_id = int.from_bytes(raw[1:5], "big")
        if subject_id > MAX_ID:
            raise InvalidValue("This reply address is not ours.", "no row has such an id")
        expires = _EPOCH + timedelta(days=int.from_bytes(raw[5:7], "big"))
        return Claim(purpose, subject_id, expires)

    def find_person(
        self, token: str, candidates: Iterable[int], now: datetime, stamps: Collection[int] = (0,)
    ) -> int | None:
        """The candidate this token was made for; None when for nobody of them, expired or forged.

        Every candidate is tried in constant time, with each of the `stamps` that it may have been made at.
        """
        found = self.find_made(token, candidates, now, stamps)
        return found[0] if found is not None else None

    def find_made(
        self, token: str, candidates: Iterable[int], now: datetime, stamps: Collection[int]
    ) -> tuple[int, int] | None:
        """For which candidate this token was made, and at which stamp; None as `find_person` says."""
        raw = _decode(token)
        head, mac = raw[:7], raw[7:]
        key = head[0] & 0x0F
        if key not in self._keys or now >= self.read(token).expires_at:
            return None
        found: tuple[int, int] | None = None
        for person_id in candidates:
            for stamp in stamps:
                if hmac.compare_digest(mac, self._mac(key, head, person_id, stamp)):
                    found = person_id, stamp
        return found

    def derived_keys(self, label: bytes) -> list[bytes]:
        """A secret of 32 octets for another use under each key, the signing one first."""
        return [
            hmac.digest(secret, b"guichet derived key v1\0" + label, "sha256")
            for secret in self._keys.values()
        ]

    def message_id_proof(self, outbox_id: int) -> str:
        """Eight characters that make our Message-IDs impossible to guess."""
        return self._id_proof(self._current, outbox_id)

    def owns_message_id(self, message_id: str) -> int | None:
        """The outbox id in a Message-ID (or body marker) of ours; None when we did not make it.

        Case, angle brackets and the domain do not matter: relays rewrite all three.
        """
        found = _OWN_ID.fullmatch(message_id.strip())
        if found is None:
            return None
        outbox_id, proof = int(found[1]), found[2].lower()
        owned = False
        for key in self._keys:  # every key in constant time
            owned |= hmac.compare_digest(proof, self._id_proof(key, outbox_id))
        return outbox_id if owned else None

    def find_marker(self, text: str) -> int | None:
        """The outbox id of the first body marker of ours in `text`, looking at the first hundred; or None."""
        for count, found in enumerate(_MARKER.finditer(text)):
            if count == 100:
                break
            if (outbox_id := self.owns_message_id(found[0])) is not None:
                return outbox_id
        return None

    def _id_proof(self, key: int, outbox_id: int) -> str:
        mac = hmac.digest(self._keys[key], b"guichet message id v1" + outbox_id.to_bytes(8, "big"), "sha256")
        return _encode(mac[:5])

    def _mac(self, key: int, head: bytes, person_id: int, stamp: int = 0) -> bytes:
        covered = b"\0".join((_DOMAIN_SEPARATION, self._domain, person_id.to_bytes(8, "big"), head))
        if stamp:
            covered += b"\0" + stamp.to_bytes(8, "big")
        return hmac.digest(self._keys[key], covered, "sha256")[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    # Base32 (RFC 4648 §6) in our alphabet, its bits filled up with zeros, without its padding.
    return b32encode(raw).translate(_OURS, b"=").decode("ascii")


def _decode(token: str) -> bytes:
    lowered = token.lower()
    if len(lowered) != _TOKEN_CHARS or any(symbol not in _VALUE for symbol in lowered):
        raise InvalidValue("This reply address is not ours.", "malformed token")
    number = 0
    for symbol in lowered:
        number = number << 5 | _VALUE[symbol]
    padding = _TOKEN_CHARS * 5 - 17 * 8
    if number & ((1 << padding) - 1):
        raise InvalidValue("This reply address is not ours.", "malformed token")
    return (number >> padding).to_bytes(17, "big")
