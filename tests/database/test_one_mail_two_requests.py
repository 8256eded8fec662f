"""One message that asks two clearly different things: « séparer » is proposed, and done only when it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN

LAMP = "Le lampadaire devant le 4 rue du Moulin est éteint depuis lundi."
CANTEEN = "Ma fille n’a toujours pas d’inscription à la cantine pour janvier."
LIST = f"Bonjour,\n\n1. {LAMP}\n2. {CANTEEN}\n\nMerci d’avance,\nJeanne Petit"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(Desk(town_database, tmp_path))
    yield made
    made.desk.close()


def proposed(counter: Counter) -> list[str]:
    """The services of the matters in the first notice of the first request."""
    (notice,) = [row for row in counter.outbox("assigned") if row["request_id"] == counter.column("id")]
    return [each["service"] for each in notice["data"].get("matters", ())]


def holder(counter: Counter) -> str:
    return str(counter.outbox("assigned")[0]["recipient"])


def test_it_is_proposed_and_nothing_is_parted_by_itself(counter: Counter) -> None:
    counter.citizen(LIST, subject="Deux choses")
    assert proposed(counter) == ["Voirie et éclairage public", "Affaires scolaires"]
    assert counter.column("id", 2) is None


def test_separer_makes_the_other_matter_a_request_of_its_own(counter: Counter) -> None:
    counter.citizen(LIST, subject="Deux choses")
    counter.deliver()
    agent = holder(counter)
    counter.agent("séparer", agent=agent)
    services = {counter.request(number)["service"] for number in (1, 2)}
    assert services == {"voirie", "scolaire"}
    new = counter.request(2)
    assert CANTEEN in str(new["entries"]) or LAMP in str(new["entries"])
    assert not (CANTEEN in str(new["entries"]) and LAMP in str(new["entries"]))
    assert counter.outbox("command_help", agent)[-1]["data"]["written"] == "2026-00002"
    assert counter.told(CITIZEN) == ["acknowledgement", "acknowledgement"]
    assert any("Une partie du message" in note for note in counter.notes())
    counter.agent("séparer", agent=agent)
    assert counter.help(agent) == "nothing_to_split"
    assert counter.column("id", 3) is None


def test_what_was_parted_is_not_proposed_to_be_joined_again(counter: Counter) -> None:
    text = f"Bonjour,\n\n1. {LAMP}\n2. Le chauffage de l’école Jules Ferry est en panne."
    counter.citizen(text, subject="Deux choses")
    counter.deliver()
    counter.agent("séparer", agent=holder(counter))
    assert counter.column("id", 2) is not None
    told = [row["data"] for row in counter.outbox("assigned") if row["request_id"] != counter.column("id")]
    assert told and not any("also" in data for data in told)


@pytest.mark.parametrize(
    "text",
    [
        f"{LAMP}\n\nIl fait très noir le soir, merci de faire vite.",
        f"Bonjour,\n- {LAMP}\n- Merci de faire vite s’il vous plaît\n",
        f"Bonjour,\n1. {LAMP}\n2. Le lampadaire d’à côté clignote aussi.\n",
        f"{LAMP} C’est sur le chemin de la cantine.",
    ],
)
def test_one_matter_told_in_parts_is_not_parted(counter: Counter, text: str) -> None:
    counter.citizen(text, subject="Lampadaire")
    assert proposed(counter) == []
    counter.agent("séparer", agent=holder(counter))
    assert counter.help(holder(counter)) == "nothing_to_split"
    assert counter.column("id", 2) is None
