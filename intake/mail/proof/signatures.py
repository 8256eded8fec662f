"""DKIM signatures (RFC 6376) of the domain of From, verified by dkimpy within limits of our own.

Runs in a reading process: what takes too long ends with it. A key is asked for by `Keys`, which never waits
longer than it says, remembers what it was told, and asks nothing for a minute after an answer did not come.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import dkim

from intake.mail.proof.alignment import are_aligned
from intake.mail.wire.headers import Headers
from intake.message import Signature

#: TXT record of a name, b'' when there is none. Raises TimeoutError when no answer comes.
Lookup = Callable[[str], bytes]
#: Aligned signatures looked at, octets of a mail that is verified, and of a key that is a key.
MOST_SIGNATURES = 3
LARGEST_BYTES = 16_777_216
SMALLEST_KEY_BITS = 1024
#: How long an answer is remembered, and how long silence lasts after none came.
REMEMBERED_SECONDS = 900.0
SILENT_SECONDS = 60.0
_MOST_REMEMBERED = 500
_TAG = re.compile(r"(?:^|;)\s{0,50}([a-z][a-z0-9_]{0,20})\s{0,50}=([^;]{0,4000})", re.IGNORECASE)
_LONGEST = 8_000


@dataclass(slots=True)
class Keys:
    """Keys of signers, asked of DNS."""

    lookup: Lookup
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    _silent_until: float = 0.0

    def find(self, name: str) -> bytes:
        """The record of `name`, b'' when there is none. Raises TimeoutError."""
        now = self.clock()
        known = self._known.get(name)
        if known is not None and known[0] > now:
            return known[1]
        if now < self._silent_until:
            raise TimeoutError
        try:
            record = self.lookup(name)
        except TimeoutError:
            self._silent_until = self.clock() + SILENT_SECONDS
            raise
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[name] = (now + REMEMBERED_SECONDS, record)
        return record


def read_signatures(headers: Headers, raw: bytes, domain: str, keys: Keys | None) -> tuple[Signature, ...]:
    """The signatures of a domain aligned with `domain`; without `keys` none is verified (`unknown`)."""
    found: list[Signature] = []
    for place, value in enumerate(headers.raw_all("dkim-signature")[:20]):
        tags = tags_of(value)
        signer = "".join(tags.get("d", "").split()).lower()
        if not are_aligned(signer, domain):
            continue
        found.append(_verify(raw, place, tags, signer, keys))
        if len(found) == MOST_SIGNATURES:
            break
    return tuple(found)


def tags_of(value: bytes) -> dict[str, str]:
    """The tags of a signature or a key record; of one that stands twice the first. Linear in `value`."""
    text = value[:_LONGEST].decode("ascii", "replace")
    tags: dict[str, str] = {}
    for match in _TAG.finditer(text):
        tags.setdefault(match[1].lower(), match[2].strip())
    return tags


def _verify(raw: bytes, place: int, tags: dict[str, str], signer: str, keys: Keys | None) -> Signature:
    covered = {name.strip().lower() for name in tags.get("h", "").split(":")}
    if keys is None or len(raw) > LARGEST_BYTES:
        return Signature(signer, "unknown")
    if "l" in tags or not {"from", "message-id"} <= covered:
        # Words could be added below, or the same words sent again under another id.
        return Signature(signer, "partial")
    asked: list[bytes] = []

    def record(name: bytes, timeout: float = 0) -> bytes:
        asked.append(keys.find(name.decode("ascii", "replace").rstrip(".")))
        return asked[-1]

    try:
        good = dkim.DKIM(raw, minkey=SMALLEST_KEY_BITS).verify(idx=place, dnsfunc=record)
    except TimeoutError:
        return Signature(signer, "unknown")
    except dkim.DKIMException:
        return Signature(signer, "fail" if asked and asked[-1] else "unknown")
    except Exception:  # noqa: BLE001  # dkimpy on hostile input: whatever it raises proves nothing
        return Signature(signer, "unknown")
    if asked and "y" in tags_of(asked[-1]).get("t", ""):
        return Signature(signer, "unknown")
    return Signature(signer, "pass" if good else "fail")
