"""A sentence as read: its clauses, and what they order."""

from __future__ import annotations

from dataclasses import dataclass

from intake.words.orders.grammar import clauses
from intake.words.orders.tokens import Words

_ORDERING = frozenset(
    ("DONE", "FIX", "CLEAR", "CUT", "TAKE", "TAKEN", "PLAN", "WAITHEAD", "WAITOURS", "WAITTHEIRS", "REFUSE", "REFUSEHEAD", "CLOSE", "ENDED",
     "GIVE", "REOPEN", "DUP", "PUTPLAN", "RELAY", "ACCEPT", "VERB", "ONSITE", "STARTED", "INTERVENES", "WILLSEE")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `start` to `end` of a sentence, and what they are: an act, a support, `free` or `said`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The cheapest way to place every word; `clauses` is empty when there is none."""

    words: Words
    clauses: tuple[Clause, ...] = ()
    #: Whether another reading, just as good, orders something else.
    torn: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(clause.kind for clause in self.clauses)

    @property
    def acts(self) -> frozenset[str]:
        """What it orders: kinds of clauses that are acts or heads."""
        return frozenset(kind for kind in self.kinds if is_act(kind))

    def of(self, kind: str) -> list[Clause]:
        return [clause for clause in self.clauses if clause.kind == kind]

    def mentions_order(self) -> bool:
        """Whether any word of it is one that orders are made of."""
        parts = {edge.part for edges in self.words.edges for edge in edges}
        # « pour » and « voir » hand over only where somebody is named.
        return bool(parts & _ORDERING) or (
            ("CONCERNS" in parts and bool(parts & {"AGENT", "SERVICE"})) or {"TALKWITH", "SERVICE"} <= parts
        )

    def likely(self) -> tuple[str, ...]:
        """Acts that its words belong to, for a question back."""
        parts = {edge.part for edges in self.words.edges for edge in edges}
        found = [act for act, own in _LIKELY.items() if parts & own]
        return tuple(found)


_LIKELY = {
    "done": {"DONE", "FIX", "CLEAR", "CUT", "CLOSE", "ENDED"},
    "take": {"TAKE", "TAKEN", "RELAY", "ACCEPT", "ONSITE", "STARTED", "INTERVENES", "WILLSEE"},
    "plan": {"PLAN", "PUTPLAN", "DATE"},
    "wait": {"WAITHEAD", "WAITOURS", "WAITTHEIRS"},
    "refuse": {"REFUSE", "REFUSEHEAD"},
    "reopen": {"REOPEN"},
}


_MEANINGS = {"mended": "done", "closed": "done", "onsite": "take", "again": "done"}


def meaning(act: str) -> str:
    """What a kind of clause orders: what is mended or closed is done, who is on site has taken it.

    Linear in `act`.
    """
    return _MEANINGS.get(act, act)


def is_act(kind: str) -> bool:
    """Whether a clause of this kind orders something. Linear in `kind`."""
    return kind in clauses.ACTS or kind in clauses.HEADS or kind.startswith("verb:")


def is_reported(reading: Reading, act: str) -> bool:
    """« Il m'a répondu : je refuse »: whether the act is somebody's words behind a colon."""
    said = reading.words.texts()
    return any(
        ":" in said[: own.start] and not _SAYING.isdisjoint(said[: said.index(":")])
        for own in reading.clauses
        if meaning(own.kind) == act
    )


_SAYING = frozenset(
    ["repondu", "repond", "dit", "disait", "ecrit", "ecrivait", "declare", "dixit", "pretend"]
)
