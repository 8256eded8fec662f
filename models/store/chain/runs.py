"""Numbers of rows as runs without a gap: a million that follow one another are two numbers, not a million."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

#: The first number of a run, and its last.
Run = tuple[int, int]


class Runs:
    """Numbers as runs without a gap, in order, none of them twice."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self._runs = sorted(runs)
        #: Numbers that came below one that was there; they are few.
        self._below: set[int] = set()

    def add(self, first: int, last: int) -> None:
        """Add a run whose numbers are not there. Constant where it comes behind all that are there."""
        if self._runs and first <= self._runs[-1][1]:
            self._below.update(range(first, last + 1))
        else:
            self._runs.append((first, last))

    def holds(self, number: int) -> bool:
        before = bisect_right(self._runs, (number, number)) - 1
        nearest = self._runs[max(before, 0) : before + 2]
        return number in self._below or any(first <= number <= last for first, last in nearest)

    def take(self, others: Runs) -> bool:
        """Add all of the others; whether none of them was there."""
        self._runs = sorted([*self.runs(), *others.runs()])
        self._below.clear()
        return all(one[1] < other[0] for one, other in pairwise(self._runs))

    def runs(self) -> list[Run]:
        return sorted([*self._runs, *((number, number) for number in self._below)])

    @property
    def count(self) -> int:
        return sum(last - first + 1 for first, last in self._runs) + len(self._below)
