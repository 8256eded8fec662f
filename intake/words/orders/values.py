"""What a message of staff orders: an order, something like one, or nothing of the kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

OrderKind = Literal[
    "verb",
    "note",
    "answer",
    "assign",
    "service",
    "take",
    "task",
    "duplicate",
    "opt_out",
    "withdraw",
    "split",
    "send",
    "keep",
    "help",
]
Doubt = Literal[
    "words", "question", "two_orders", "other_request", "condition", "future", "date_wrong", "date_missing",
    "reason_missing", "whose_answer", "person", "service", "verb", "no_such_verb",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """An order of which every word is understood.

    `verb`: a verb of the workflow (`kind` verb), or done, refused, reassigned (`kind` task). `target`: the
    agent's or service's key. `comment`: what was written besides the bare order, whole sentences; whether
    any of it may be published is another question (intake.words.address_of_words).
    """

    kind: OrderKind
    verb: str = ""
    comment: str = ""
    target: str = ""
    #: As written: `42` or `2026-00042`.
    reference: str | None = None
    #: The other request of a duplicate, as written.
    other: str = ""
    date: date | None = None
    #: When on that day, in the form of `models.planned_hours`.
    hours: str = ""
    task: int | None = None
    #: Whether its writer takes the request for themselves (« je prends »).
    mine: bool = False
    #: Whether the comment is an explanation after a colon, which the notices say is sent on.
    explains: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may be an order and is not understood whole: nothing is done, the agent is asked. `likely`: acts it may mean."""

    why: Doubt
    written: str = ""
    likely: tuple[str, ...] = ()

    @property
    def names_no_act(self) -> bool:
        """Whether it only sounds like an order: « Léa, va voir », where « Léa, terminé ou pas ? » may be one."""
        return self.why == "words" and not self.likely


@dataclass(frozen=True, slots=True)
class NoOrder:
    """Nothing in it orders anything."""


Said = Order | Unsure | NoOrder
