"""docs/map.md leads to what is there: every room, every function it names."""

from __future__ import annotations

import pytest

from tests.house_map import QUESTIONS, ROOT, WALK, first_sentence, house_map, modules, named, packages

#: A folder is taken in at one look.
MOST_MODULES = 16
#: A walk is short enough to be followed in an hour.
MOST_STEPS = 12


def test_the_map_is_up_to_date() -> None:
    page = (ROOT / "docs" / "map.md").read_text("utf-8")
    assert page == house_map(), "run: python -m tests.house_map > docs/map.md"


@pytest.mark.parametrize(("said", "place"), [*WALK, *QUESTIONS])
def test_what_the_map_names_is_there_and_explains_itself(said: str, place: str) -> None:
    assert said
    assert (named(place).__doc__ or "").strip(), f"{place} has no docstring"


def test_the_walk_of_a_mail_is_short() -> None:
    assert len({place.partition(":")[0] for _, place in WALK}) <= MOST_STEPS


def test_every_room_and_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for package in packages()
        for path in (package / "__init__.py", *modules(package))
        if not first_sentence(path)
    ]
    assert silent == []


def test_no_folder_is_too_full_to_be_taken_in() -> None:
    full = {package.relative_to(ROOT).as_posix(): len(modules(package)) for package in packages()}
    assert {name: count for name, count in full.items() if count > MOST_MODULES} == {}
