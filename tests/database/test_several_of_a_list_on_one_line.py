"""An answer to a list that names several of its requests on one line, from one to another, or one above another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.database.test_lists_are_answered_line_by_line import list_address, said
from tests.desk import Desk

PLACES = ("la porte", "le toit", "une fenêtre", "le radiateur", "un robinet")


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """Five requests of the keeper's."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    for number, what in enumerate(PLACES):
        made.citizen(
            f"Au gymnase Guimard, {what} est en panne.", subject=what, sender=f"h{number}@example.org"
        )
    made.deliver()
    yield made
    desk.close()


def states(counter: Counter) -> str:
    """The first letters of the states of the five."""
    return "".join(counter.state(number)[0] for number in range(1, 6))


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("2026-00001, 2026-00002 et 2026-00004 terminé", "ddndn"),
        ("[2026-00001], [2026-00002] : terminé", "ddnnn"),
        ("2026-00002 à 2026-00004 : pris en charge", "ntttn"),
        ("2026-00002 - 2026-00004 pris en charge", "ntttn"),
        ("2-4 pris en charge", "ntttn"),
        ("1 et 3 terminé", "dndnn"),
        ("1, 2, 5 : terminé", "ddnnd"),
        ("2026-00001, 2 et 3 terminé", "dddnn"),
        ("1 à 2, 5 : terminé", "ddnnd"),
        ("2026-00001 - 3 vis changées, terminé", "dnnnn"),
        ("1 à transmettre à 9 h\n2 terminé", "ndnnn"),
    ],
)
def test_each_request_that_a_line_names_is_done(counter: Counter, line: str, after: str) -> None:
    counter.agent(line, to=list_address(counter))
    assert states(counter) == after


@pytest.mark.parametrize(
    "line",
    [
        "2026-00001\n2026-00002\nterminé",
        "1, 2 lampes changées, terminé",
        "1 - 2 terminé",
        "4 à 2 terminé",
        "2026-00002 à 2026-00077 terminé",
        "2026-00001 à 2026-00002 à 2026-00003 terminé",
    ],
)
def test_what_may_mean_another_request_is_asked_about(counter: Counter, line: str) -> None:
    counter.agent(line, to=list_address(counter))
    assert states(counter) == "nnnnn"
    assert set(said(counter).values()) == {
        "de quelles demandes\u00a0? Rien n’a été fait\u00a0: écrivez-les en entier sur une ligne, comme "
        "« 2026-00041, 2026-00042 terminé »"
    }
