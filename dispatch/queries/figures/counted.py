"""What is said of any set of requests: one figure each, with the command that lists what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

from dispatch.queries.figures.measures import Tally, Told

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

    @property
    def is_nothing(self) -> bool:
        """Whether no request is behind it. Behind a delay of no opening hour there is one."""
        return self.value is None or (self.value == 0 and self.unit != "hours")


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


def figures_of(found: Tally, behind: tuple[str, ...]) -> tuple[Figure, ...]:
    """What is said of `found`; the command `behind` lists them all."""
    received, in_time, out_of_time = found.received, found.count(Told.IN_TIME), found.count(Told.OUT_OF_TIME)
    judged, closed, marks = in_time + out_of_time, received - found.count(Told.OPEN), found.marks

    def only(fact: str, count: int) -> tuple[str, ...]:
        return all_of((*behind, "--only", fact), count)

    return (
        counted("received", received, behind),
        counted("still_open", found.count(Told.OPEN), (*behind, "--open")),
        counted("still_late", found.count(Told.LATE), (*behind, "--overdue")),
        counted("closed", closed, (*behind, "--only", "closed")),
        Figure("answer_median", "hours", middle(found.answers), only("answered", len(found.answers))),
        Figure("answer_most", "hours", middle(found.answers, MOST), only("answered", len(found.answers))),
        Figure("closing_median", "hours", middle(found.closings), only("closed", len(found.closings))),
        Figure("closing_most", "hours", middle(found.closings, MOST), only("closed", len(found.closings))),
        Figure("in_time", "share", in_time / judged if judged else None, only("in-time", in_time)),
        counted("out_of_time", out_of_time, (*behind, "--only", "out-of-time")),
        counted("rerouted", found.count(Told.REROUTED), (*behind, "--only", "rerouted")),
        counted("reopened", found.count(Told.REOPENED), (*behind, "--only", "reopened")),
        counted("merged", found.count(Told.MERGED), (*behind, "--only", "merged")),
        Figure("satisfaction", "mark", mean(marks), only("rated", marks.total())),
        counted("erased", found.count(Told.ERASED), (*behind, "--only", "erased")),
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
    """The smallest of `values`, which are in order, that at least `share` of them do not exceed; None without
    any.
    """
    return values[max(0, ceil(share * len(values)) - 1)] if values else None


def mean(marks: Counter[int]) -> float | None:
    """The mean of marks of which each was given so often; None without any."""
    return sum(mark * count for mark, count in marks.items()) / marks.total() if marks else None
