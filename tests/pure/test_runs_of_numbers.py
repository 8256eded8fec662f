"""Runs of numbers hold what a set of the same numbers holds, in whatever order they came."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.store.chain.runs import Runs

#: First numbers of runs, and how many numbers each has.
PIECES = st.lists(st.tuples(st.integers(-3, 30), st.integers(1, 4)), max_size=12)


def filled(pieces: list[tuple[int, int]]) -> tuple[Runs, set[int]]:
    runs, numbers = Runs(), set[int]()
    for first, many in pieces:
        piece = range(first, first + many)
        if numbers.isdisjoint(piece):
            runs.add(first, first + many - 1)
            numbers.update(piece)
    return runs, numbers


@given(PIECES)
def test_what_was_added_is_held_and_nothing_else(pieces: list[tuple[int, int]]) -> None:
    runs, numbers = filled(pieces)
    assert {number for number in range(-5, 40) if runs.holds(number)} == numbers
    assert runs.count == len(numbers)
    assert [n for first, last in runs.runs() for n in range(first, last + 1)] == sorted(numbers)


@given(PIECES, PIECES)
def test_taking_others_says_whether_one_was_there_already(
    pieces: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    (mine, numbers), (theirs, more) = filled(pieces), filled(others)
    assert mine.take(theirs) == numbers.isdisjoint(more)
    if numbers.isdisjoint(more):
        assert mine.count == len(numbers | more)
        assert all(mine.holds(number) for number in numbers | more)
