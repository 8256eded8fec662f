"""Marks of a map: together when they would lie over one another, apart when somebody looks closer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dispatch.queries.seen.clusters import clusters, tile_at
from dispatch.queries.seen.places import Place
from models.vocabulary import StateKind

NEW, OPEN, DONE = StateKind.NEW, StateKind.OPEN, StateKind.DONE
#: About 70 metres apart, in Le Creusot.
HALL, GYM = (46.8010, 4.4260), (46.8016, 4.4264)


def places(*those: tuple[tuple[float, float], StateKind, bool]) -> list[Place]:
    return [Place(at, *where, kind, late) for at, (where, kind, late) in enumerate(those)]


def test_what_is_near_is_one_mark_from_far_and_two_from_near() -> None:
    both = places((HALL, OPEN, False), (GYM, NEW, True))
    (one,) = clusters(both, 12)
    assert (one.count, one.late, one.kind, one.is_one_place) == (2, 1, NEW, False)
    assert HALL[0] < one.latitude < GYM[0] and (one.box.south, one.box.east) == (HALL[0], GYM[1])
    assert [each.count for each in clusters(both, 19)] == [1, 1]


def test_no_closer_look_parts_what_is_at_one_building() -> None:
    (one,) = clusters(places((HALL, DONE, False), (HALL, DONE, False)), 19)
    assert (one.count, one.is_one_place, one.kind) == (2, True, DONE)


def test_a_place_is_on_the_tile_that_map_servers_give_it() -> None:
    """By the other formula, of logarithm, tangent and secant; and at the ends of the world."""
    assert tile_at(*HALL, 10) == (524, 360)
    assert tile_at(89.9, -180.0, 3) == (0, 0) and tile_at(-89.9, 180.0, 3) == (7, 7)


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(degrees, max_size=40), st.integers(0, 19))
def test_no_place_is_lost_or_counted_twice_and_each_lies_in_its_box(
    where: list[tuple[float, float]], zoom: int
) -> None:
    found = clusters(places(*((each, NEW, False) for each in where)), zoom)
    assert sum(each.count for each in found) == len(where)
    assert all(any(each.box.holds(*place) for each in found) for place in where)
