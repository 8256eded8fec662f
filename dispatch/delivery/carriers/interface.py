"""What every carrier promises, and what it is given. Adding one: docs/adding-a-carrier.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from dispatch.letters.written import Letter, Text
from models.errors import TemporaryFailure

#: Characters of a carrier's name for a message, and segments of a text, that are kept.
LONGEST_ID, MOST_SEGMENTS = 128, 999


class CarrierAway(TemporaryFailure):
    """The carrier itself cannot be reached: says nothing about the message, which keeps its tries.

    `maybe_taken`: it went away after the message was given to it, so the next try looks for it first.
    """

    def __init__(
        self, public: str, private: str = "", *, reason: str = "", maybe_taken: bool = False
    ) -> None:
        super().__init__(public, private, reason=reason)
        self.maybe_taken = maybe_taken


class Doubtful(TemporaryFailure):
    """The whole message was given to the carrier and its answer never came: it may have been taken.

    It is tried again once or twice after long waits, since each try may be a copy for the recipient.
    """


@dataclass(frozen=True, slots=True)
class Handover:
    """What a carrier says when it has taken a message.

    `state`: `sent` is final for carriers that report nothing later; `handed` waits for a receipt.
    """

    #: What it calls the message; kept are its first 128 characters that can be shown.
    carrier_id: str
    state: Literal["sent", "handed"]
    #: Number of SMS segments billed, when the carrier says so; 0 for more than any text has.
    segments: int = 0

    def __post_init__(self) -> None:
        # Somebody else's words: no database keeps half a character, and PostgreSQL no NUL. The message was
        # taken, whatever they are.
        shown = "".join(each for each in self.carrier_id[:1_000] if each.isprintable()).strip()
        object.__setattr__(self, "carrier_id", shown[:LONGEST_ID])
        object.__setattr__(self, "segments", self.segments if 0 <= self.segments <= MOST_SEGMENTS else 0)


class EmailCarrier(Protocol):
    """Takes letters away. Raises only TemporaryFailure (CarrierAway, Doubtful and ConfigurationFailure among
    them) or PermanentFailure, with a `reason` of notices/reasons.py (`no_such_address`, `opted_out`…).

    `send` is called with no transaction open and from one thread at a time; it must return or raise
    within `outgoing.handover_seconds` of the settings, for which its row is leased. A letter may be sent
    twice after a lost answer: its Message-ID is the same, so mail clients show it once.
    """

    name: str

    def send(self, letter: Letter) -> Handover: ...

    def close(self) -> None: ...


class TextCarrier(Protocol):
    """Takes text messages away, under the same contract as EmailCarrier.

    When `attempt > 1` the carrier first looks for the message among those it already has, since no SMS
    provider offers an idempotency key.
    """

    name: str

    def send(self, text: Text) -> Handover: ...

    def close(self) -> None: ...


class Sink(Protocol):
    """Where the bytes go; what it has is worthless when the fetch raises."""

    def write(self, block: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """One file now in the sink; the type is what the provider said of it."""

    size_bytes: int
    sha256: str
    content_type: str
