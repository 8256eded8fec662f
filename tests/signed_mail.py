"""Mail as strangers' and town halls' servers hand it over: relayed, and signed by a key of the test."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import dataclass, field
from typing import Any

import dkim

from intake.mail.parse import parse_mail
from intake.mail.proof.signatures import Keys
from intake.message import ParsedMessage
from tests.letters import HOP

#: The field of `tests.letters.relayed`, for mail that is put together from lines.
RELAYED = f"Received: {HOP}"


@dataclass
class SigningKey:
    """An RSA key in openssl's hands, and the record that publishes it."""

    private: bytes
    record: bytes

    @classmethod
    def make(cls, bits: int = 1024) -> SigningKey:
        private = _openssl("genrsa", "-traditional", str(bits))
        public = _openssl("rsa", "-pubout", "-outform", "DER", given=private)
        return cls(private, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public))


@dataclass
class Domains:
    """DNS of a test: records by name; `away` makes it silent. Counts what it is asked."""

    records: dict[str, bytes] = field(default_factory=dict)
    away: bool = False
    asked: int = 0

    def __call__(self, name: str) -> bytes:
        self.asked += 1
        if self.away:
            raise TimeoutError
        return self.records.get(name, b"")


@dataclass
class VerifyingReader:
    """Reads in this process and verifies signatures with the keys of a test."""

    domains: Domains

    def read_many(self, doors_and_raws: Any) -> list[ParsedMessage]:
        return [parse_mail(raw, keys=Keys(self.domains)) for _door, raw in doors_and_raws]


def signed(
    raw: bytes,
    key: SigningKey,
    domain: str,
    *,
    selector: str = "s1",
    covers: tuple[str, ...] = (),
    length: bool = False,
) -> bytes:
    """The mail with a DKIM signature on top, of From, Message-ID, Subject and To unless `covers` says others."""
    headers = [name.encode() for name in covers or ("from", "message-id", "subject", "to")]
    line = dkim.sign(
        raw, selector.encode(), domain.encode(), key.private, include_headers=headers, length=length
    )
    return bytes(line) + raw


def _openssl(*arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout
