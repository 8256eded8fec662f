"""« Re: Ampoule cassée » without anything else joins the one open request of its writer that is called so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk

NEIGHBOUR = "voisin@example.org"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.", subject="Ampoule cassée au gymnase")
    yield made
    desk.close()


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Ampoule cassée au gymnase",
        "RE : ampoule cassee au gymnase",
        "[EXTERNE] Rép: Ampoule cassée au gymnase",
    ],
)
def test_it_joins(counter: Counter, subject: str) -> None:
    taken = counter.citizen("C'est dans les vestiaires.", subject=subject)
    assert counter.outcome(taken).startswith("follow_up")
    assert counter.column("id", 2) is None


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        # Of somebody else.
        ("Re: Ampoule cassée au gymnase", {"sender": NEIGHBOUR}),
        # No answer, by what it says.
        ("Ampoule cassée au gymnase", {}),
        ("TR: Ampoule cassée au gymnase", {}),
        ("[EXTERNE] Ampoule cassée au gymnase", {}),
        # Another subject; none.
        ("Re: Ampoule cassée à la mairie", {}),
        ("Re:", {}),
        # It answers something else, as its headers say.
        ("Re: Ampoule cassée au gymnase", {"headers": {"In-Reply-To": "<autre@example.org>"}}),
    ],
)
def test_all_else_is_a_request_of_its_own(counter: Counter, subject: str, more: dict[str, object]) -> None:
    taken = counter.citizen("C'est dans les vestiaires.", subject=subject, **more)
    assert counter.outcome(taken).startswith("new_request")


def test_two_of_that_name_are_not_chosen_between(counter: Counter) -> None:
    counter.citizen("Une autre encore, dans la salle.", subject="Ampoule cassée au gymnase")
    taken = counter.citizen("C'est dans les vestiaires.", subject="Re: Ampoule cassée au gymnase")
    assert counter.outcome(taken).startswith("new_request")


def test_a_closed_one_is_not_opened_by_its_name(counter: Counter) -> None:
    counter.agent("Terminé")
    taken = counter.citizen("Elle est de nouveau cassée.", subject="Re: Ampoule cassée au gymnase")
    assert counter.outcome(taken).startswith("new_request")
    assert counter.state() == "done"
