"""Whoever is named and unknown: near names are proposed, unlike ones are not, an elected official is known as such."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.organisation import Official
from models.store.database import Database
from models.store.organisations import apply
from tests.counter import Counter
from tests.desk import Desk, sample
from tests.letters import CITIZEN, KEEPER

ELECTED = "jean-yves.cariou@ville.test"


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(sqlite_town_database, tmp_path)
    elected = Official(key="cariou", name="Jean-Yves Cariou", emails=(ELECTED,), services=("voirie",))
    told = sample()
    agents = tuple(
        each.model_copy(update={"name": "Malo Riou"}) if each.key == "marc-durand" else each
        for each in told.agents
    )
    with desk.database.transaction() as session:
        changed = told.model_copy(update={"officials": (elected,), "agents": agents})
        apply(session, changed, by="a test", note="", now=desk.clock())
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    yield made
    desk.close()


def asked(counter: Counter) -> dict[str, Any]:
    found: dict[str, Any] = counter.outbox("command_help", KEEPER)[-1]["data"]
    return found


@pytest.mark.parametrize(
    "words",
    [
        "avis à Jean-Yves Cariou : est-ce prévu au budget ?",
        "avis à M. Cariou : est-ce prévu au budget ?",
        "tâche Jean-Yves Cariou : en parler au conseil",
        "affecter à Jean-Yves Cariou",
    ],
)
def test_an_elected_official_is_known_as_such(counter: Counter, words: str) -> None:
    counter.agent(words)
    told = asked(counter)
    assert (told["reason"], told["written"]) == ("names_official", "Jean-Yves Cariou")
    assert told["nearest"] == [f"partager avec {ELECTED}"]
    assert counter.request()["assignee"] == "karim-benali"
    assert len(counter.told(CITIZEN)) == 1


def test_what_is_proposed_for_an_official_is_done(counter: Counter) -> None:
    counter.agent(f"partager avec {ELECTED}")
    assert counter.told(KEEPER)[-1] == "order_done"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        # « mairie » is another name of that service; no agent is called so.
        ("affecter à la mairie de Kerlan", ["Accueil"]),
        ("avis à la mairie de Kerlan : qui paie ?", []),
        ("avis à Cariolan : qui paie ?", []),
        ("avis à Malo Rioux : qui paie ?", ["Malo Riou"]),
        ("avis à Ines Leroi : qui paie ?", ["Inès Leroy"]),
        ("affecter à Soffie Martin", ["Sophie Martin"]),
        ("affecter à la voierie communale", ["Voirie et éclairage public"]),
    ],
)
def test_who_is_proposed_has_a_name_like_the_one_written(
    counter: Counter, words: str, near: list[str]
) -> None:
    counter.agent(words)
    told = asked(counter)
    assert told["reason"] in ("unknown_person", "unknown_partner")
    assert [each for each in told["nearest"] if not each.startswith("transmettre")] == near


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("URGENT à transmettre à la voirie", ["affecter à Voirie et éclairage public"]),
        ("vraiment urgent et à transmettre à Malo Riou", ["affecter à Malo Riou"]),
        ("je pense que c'est à transmettre à la voirie", ["affecter à Voirie et éclairage public"]),
        ("surtout ne pas transmettre à la voirie", []),
        ("la voirie est venue hier avec un camion", []),
    ],
)
def test_a_hand_over_among_other_words_is_one_tap_away(counter: Counter, words: str, near: list[str]) -> None:
    counter.agent(words)
    told = asked(counter)
    assert [each for each in told["nearest"] if each.startswith("affecter")] == near
    assert told["asks"] and counter.request()["service"] == "batiments"
    if near:
        counter.agent(near[0])
        assert counter.request()["assignee"] != "karim-benali"
