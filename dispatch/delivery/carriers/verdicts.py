"""What is to be done about an error of a text carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dispatch.notices.why.reasons import REASONS
from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure

Kind = Literal["permanent", "temporary", "configuration"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about an error; `reason` is a key of REASONS."""

    kind: Kind
    reason: str


_FAILURES: dict[Kind, type[GuichetError]] = {
    "permanent": PermanentFailure,
    "temporary": TemporaryFailure,
    "configuration": ConfigurationFailure,
}


#: What follows from a reason that a provider's words were mapped to.
_BY_REASON: dict[str, Kind] = {
    **dict.fromkeys(
        ("invalid_number", "unknown_number", "not_a_mobile", "opted_out", "blocked", "too_long"), "permanent"
    ),
    **dict.fromkeys(("account", "sender", "settings"), "configuration"),
}


def verdict_of(reason: str) -> Verdict:
    """The verdict on a text that failed for `reason`; what nobody knows is temporary: the cap on attempts
    ends it.
    """
    return Verdict(_BY_REASON.get(reason, "temporary"), reason if reason in REASONS else "unknown")


def failure(verdict: Verdict, private: str) -> GuichetError:
    """The exception a carrier raises for `verdict`; its public sentence is English, its `reason` the key."""
    return _FAILURES[verdict.kind](
        f"The text was not sent: {REASONS[verdict.reason][1]}.", private, reason=verdict.reason
    )
