"""S/MIME without a key: what a signed message holds is not secret, only wrapped (RFC 5652, RFC 8551 §3.5).

    ContentInfo ::= SEQUENCE { contentType OID, content [0] EXPLICIT ANY }
    SignedData  ::= SEQUENCE { version INTEGER, digestAlgorithms SET,
                               encapContentInfo SEQUENCE { eContentType OID,
                               eContent [0] EXPLICIT OCTET STRING }, … }

BER, with lengths that may be indefinite and octet strings in pieces. One position that only moves forward, no
recursion: n bytes take at most n steps, and what comes out is no longer than what went in (or than the caller
allows, when it was compressed). No signature is checked: the mail is believed no more than an unsigned one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

_SIGNED = bytes.fromhex("2a864886f70d010702")
_COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_ENCRYPTED = frozenset(
    {
        bytes.fromhex("2a864886f70d010703"),  # enveloped-data
        bytes.fromhex("2a864886f70d010704"),  # signed and enveloped (PKCS #7)
        bytes.fromhex("2a864886f70d010706"),  # encrypted-data
        bytes.fromhex("2a864886f70d0109100117"),  # authenticated enveloped-data (RFC 5083)
    }
)
_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_OCTETS_IN_PIECES, _EXPLICIT = 0x24, 0xA0
_INDEFINITE = -1


@dataclass(frozen=True, slots=True)
class Opened:
    """What an S/MIME object is, and the message inside it: b'' when it is encrypted or cannot be read."""

    kind: Literal["signed", "compressed", "encrypted", "unknown"]
    content: bytes = b""


def open_smime(data: bytes, most_bytes: int) -> Opened:
    """The message inside `data`, of at most `most_bytes` bytes. Never fails."""
    try:
        return _open(_Ber(data), most_bytes)
    except (ValueError, zlib.error):
        return Opened("unknown")


def _open(ber: _Ber, most_bytes: int) -> Opened:
    ber.enter(_SEQUENCE)
    kind = ber.octets(_OID)
    if kind in _ENCRYPTED:
        return Opened("encrypted")
    if kind not in {_SIGNED, _COMPRESSED}:
        return Opened("unknown")
    ber.enter(_EXPLICIT)
    ber.enter(_SEQUENCE)
    ber.skip(_INTEGER)
    # The algorithms: a set of digests, or the one of the compression.
    ber.skip(_SET if kind == _SIGNED else _SEQUENCE)
    ber.enter(_SEQUENCE)
    ber.skip(_OID)
    ber.enter(_EXPLICIT)
    content = ber.octet_string()
    if kind == _SIGNED:
        return Opened("signed", content[:most_bytes])
    return Opened("compressed", zlib.decompressobj().decompress(content, most_bytes))


class _Ber:
    """A position in BER-encoded bytes (X.690). Every method raises ValueError when they are something
    else.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def enter(self, tag: int) -> None:
        """Go to the first element inside one of that tag."""
        self._head(tag)

    def octets(self, tag: int) -> bytes:
        """The content of an element of that tag and definite length."""
        _, length = self._head(tag)
        if length == _INDEFINITE:
            raise ValueError("a primitive element has a definite length")
        self.at += length
        return self.data[self.at - length : self.at]

    def skip(self, tag: int) -> None:
        """Go past an element of that tag, whatever is inside it."""
        _, length = self._head(tag)
        self.at += max(length, 0)
        open_elements = int(length == _INDEFINITE)
        while open_elements:
            inner, length = self._head()
            self.at += max(length, 0)
            if inner == 0:
                open_elements -= 1
            open_elements += length == _INDEFINITE

    def octet_string(self) -> bytes:
        """An octet string, put together when it came in pieces, however deep they are wrapped."""
        tag, length = self._head()
        if tag == _OCTETS and length != _INDEFINITE:
            return self.data[self.at : self.at + length]
        if tag != _OCTETS_IN_PIECES:
            raise ValueError("no octet string")
        end = len(self.data) if length == _INDEFINITE else min(self.at + length, len(self.data))
        open_elements = int(length == _INDEFINITE)
        pieces: list[bytes] = []
        while self.at < end:
            tag, length = self._head()
            if tag == _OCTETS and length != _INDEFINITE:
                pieces.append(self.data[self.at : self.at + length])
                self.at += length
            elif tag == 0 and open_elements:
                open_elements -= 1
                if not open_elements:
                    break
            elif tag == _OCTETS_IN_PIECES:
                open_elements += length == _INDEFINITE
            else:
                raise ValueError("no piece of an octet string")
        return b"".join(pieces)

    def _head(self, expected: int | None = None) -> tuple[int, int]:
        """The tag and length of the next element; the position is then at its content."""
        head = self.data[self.at : self.at + 2]
        if len(head) < 2 or (expected is not None and head[0] != expected):
            raise ValueError("another element was expected")
        tag, length = head
        self.at += 2
        if length == 0x80:
            return tag, _INDEFINITE
        if length > 0x80:
            size = length - 0x80
            written = self.data[self.at : self.at + size]
            if size > 8 or len(written) < size:
                raise ValueError("no length")
            length = int.from_bytes(written, "big")
            self.at += size
        return tag, length
