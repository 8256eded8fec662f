"""« étiquettes : école, nid de poule » in an agent's mail: given, taken away, undone; what is no tag is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import KEEPER


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    desk.close()


def test_a_line_gives_tags_and_a_letter_says_so_and_annuler_takes_them_back(counter: Counter) -> None:
    taken = counter.agent("Priorité haute\nÉtiquettes : École, nid de poule")
    assert counter.outcome(taken) == "command: 2 orders: priority, tag"
    assert counter.column("tags") == ["ecole", "nid-de-poule"]
    (done,) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == ["Priorité\u00a0: haute", "Étiquettes\u00a0: ecole, nid-de-poule"]
    counter.agent("annuler")
    assert counter.column("tags") == []


@pytest.mark.parametrize(
    "written", ["sans étiquette : école", "Retirer l'étiquette : École", "remove tag: ecole"]
)
def test_a_line_takes_tags_away(counter: Counter, written: str) -> None:
    counter.agent("mot-clé : école, nuit")
    assert counter.column("tags") == ["ecole", "nuit"]
    counter.agent(written)
    assert counter.column("tags") == ["nuit"]


@pytest.mark.parametrize(
    "written",
    [
        "priorité haute\nétiquette : " + "x" * 65,
        "priorité haute\nétiquettes : " + ", ".join(f"t{n}" for n in range(21)),
    ],
)
def test_tags_that_are_none_do_nothing_at_all(counter: Counter, written: str) -> None:
    counter.agent(written)
    assert (counter.column("tags"), counter.column("priority")) == ([], "normal")
    (helped,) = counter.outbox("command_help", KEEPER)
    assert helped["data"]["reason"] == "line_wrong"


def test_words_about_labels_are_no_order(counter: Counter) -> None:
    counter.agent("L'étiquette du bac est illisible, je la change demain.")
    assert counter.column("tags") == []
