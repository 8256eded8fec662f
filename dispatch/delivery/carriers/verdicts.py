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


def failure(verdict: Verdict, private: str) -> GuichetError:
    """The exception a carrier raises for `verdict`; its public sentence is English, its `reason` the key."""
    return _FAILURES[verdict.kind](
        f"The text was not sent: {REASONS[verdict.reason][1]}.", private, reason=verdict.reason
    )
