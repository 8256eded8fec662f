"""What is said of any set of requests: one figure each, with the command that lists what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

from dispatch.queries.figures.measures import Measured

Unit = Literal["count", "hours", "share", "mark", "money", "day"]
#: Share of requests that were answered sooner than the second of the two delays shown.
MOST = 0.9
#: Requests that a list shows when its command does not say how many.
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `command` is what `guichet` is asked for to list what is behind it, word by word."""

    name: str
    unit: Unit
    value: float | str | None
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one service, building, month…: `key` as commands take it, '' for none."""

    key: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def received(self) -> int:
        return self.count("received")

    def count(self, name: str) -> int:
        """The count of that name."""
        return int(self.figure(name).value or 0)

    def figure(self, name: str) -> Figure:
        return next(each for each in self.figures if each.name == name)


def figures_of(found: Sequence[Measured], behind: tuple[str, ...]) -> tuple[Figure, ...]:
    """What is said of `found`; the command `behind` lists them all."""
    answers = [each.answer_hours for each in found if each.answer_hours is not None]
    closings = [each.closing_hours for each in found if each.closing_hours is not None]
    judged = [each.in_time for each in found if each.in_time is not None]
    in_time = sum(1 for each in judged if each)
    marks = [float(each.score) for each in found if each.score is not None]

    def only(fact: str, count: int) -> tuple[str, ...]:
        return all_of((*behind, "--only", fact), count)

    return (
        counted("received", len(found), behind),
        counted("still_open", sum(each.is_open for each in found), (*behind, "--open")),
        counted("still_late", sum(each.is_late for each in found), (*behind, "--overdue")),
        counted("closed", sum(each.is_closed for each in found), (*behind, "--only", "closed")),
        Figure("answer_median", "hours", middle(answers), only("answered", len(answers))),
        Figure("answer_most", "hours", middle(answers, MOST), only("answered", len(answers))),
        Figure("closing_median", "hours", middle(closings), only("closed", len(closings))),
        Figure("closing_most", "hours", middle(closings, MOST), only("closed", len(closings))),
        Figure("in_time", "share", in_time / len(judged) if judged else None, only("in-time", in_time)),
        counted("out_of_time", len(judged) - in_time, (*behind, "--only", "out-of-time")),
        counted("rerouted", sum(each.rerouted for each in found), (*behind, "--only", "rerouted")),
        counted("reopened", sum(each.reopened for each in found), (*behind, "--only", "reopened")),
        counted("merged", sum(each.merged for each in found), (*behind, "--only", "merged")),
        Figure("satisfaction", "mark", mean(marks), only("rated", len(marks))),
        counted("erased", sum(each.erased for each in found), (*behind, "--only", "erased")),
    )


def counted(name: str, count: int, command: tuple[str, ...]) -> Figure:
    return Figure(name, "count", count, all_of(command, count))


def all_of(command: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The command so that it lists all `count`, not the first fifty."""
    return command if count <= _LISTED else (*command, "--limit", str(count))


def between(since: date, until: date) -> tuple[str, ...]:
    """The options of a list for what was received from one day to another."""
    return ("--since", since.isoformat(), "--until", until.isoformat())


def middle(values: Sequence[float], share: float = 0.5) -> float | None:
    """The smallest of `values` that at least `share` of them do not exceed; None without any."""
    if not values:
        return None
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def mean(values: Sequence[float]) -> float | None:
    """The mean of `values`; None without any."""
    return sum(values) / len(values) if values else None
