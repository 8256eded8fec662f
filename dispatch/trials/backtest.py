"""What another version of the rules would have done with messages of the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.rules.decision import Decision, Facts
from dispatch.rules.index import RuleIndex
from dispatch.rules.route import route

#: What of a decision is compared: where the request goes and how it is treated.
_COMPARED = ("disposition", "service", "building", "request_type", "priority", "tags")


@dataclass(frozen=True, slots=True)
class Move:
    """One message which the two versions treat differently; `name` is its reference or number."""

    name: str
    before: Decision
    after: Decision

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What differs, before and after, as text."""
        pairs = ((name, getattr(self.before, name), getattr(self.after, name)) for name in _COMPARED)
        return tuple((name, _text(old), _text(new)) for name, old, new in pairs if old != new)


@dataclass(frozen=True, slots=True)
class Moves:
    """The outcome: how many were tried, and those that move."""

    tried: int
    moves: tuple[Move, ...]

    def by_service(self) -> list[tuple[str, str, int]]:
        """From which service to which, and how many, the most first."""
        counted = Counter(
            (move.before.service, move.after.service)
            for move in self.moves
            if move.before.service != move.after.service
        )
        return [(old, new, count) for (old, new), count in counted.most_common()]

    def summary(self) -> str:
        """One line: `3 of 120 would go elsewhere, 5 more would be treated differently.`"""
        elsewhere = sum(count for _, _, count in self.by_service())
        return (
            f"{elsewhere} of {self.tried} would go elsewhere, "
            f"{len(self.moves) - elsewhere} more would be treated differently."
        )


def backtest(old: RuleIndex, new: RuleIndex, messages: Iterable[tuple[str, Facts]]) -> Moves:
    """Route every named message with both versions and keep those that differ.

    Assignees are left out: they depend on the day's load, not on the rules.
    """
    tried = 0
    moves: list[Move] = []
    for name, facts in messages:
        tried += 1
        move = Move(name, route(facts, old), route(facts, new))
        if move.differences:
            moves.append(move)
    return Moves(tried, tuple(moves))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
