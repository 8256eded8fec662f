"""« En attente : pièce commandée », above a letter: why is for colleagues, whatever becomes of the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.settings.settings import Settings
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN, ROADS_AGENT, ROADS_MANAGER

_contacts = table_of(ContactPoint)
AGENT, NEIGHBOUR = ROADS_AGENT, "luc@example.org"
WHY = "pièce commandée chez Dupont"
LETTER = "Bonjour Madame,\nVotre demande suit son cours.\nCordialement"
BOTH = f"En attente : {WHY}\n\n{LETTER}"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    made.deliver()
    yield made
    desk.close()


def want_visas(counter: Counter) -> None:
    """The roads want a visa from now on."""
    with counter.desk.database.transaction() as session:
        town = load(session, newest_version(session) or 0).organisation
        services = tuple(each.model_copy(update={"visa": each.key == "voirie"}) for each in town.services)
        new = town.model_copy(update={"services": services})
        apply(session, new, by="a test", note="", now=counter.desk.clock())


def lose(counter: Counter, address: str) -> None:
    """Nobody is reached at an address from now on."""
    with counter.desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_contacts)
            .where(_contacts.c.value == address)
            .values(unreachable_since=counter.desk.clock())
        )


def kept(counter: Counter) -> int:
    """How many notes say why."""
    return sum(WHY in note for note in counter.notes())


@pytest.mark.parametrize("above", ["", "priorité haute\n\n"])
def test_it_is_a_note_beside_the_letter_that_leaves(counter: Counter, above: str) -> None:
    counter.agent(above + BOTH, agent=AGENT)
    assert (counter.state(), kept(counter)) == ("waiting-internal", 1)
    (told,) = counter.outbox("on_hold", CITIZEN)
    assert WHY not in str(told["data"])


@pytest.mark.parametrize("above", ["", "priorité haute\n\n"])
def test_it_is_a_note_when_the_letter_waits_for_a_visa(counter: Counter, above: str) -> None:
    want_visas(counter)
    counter.agent(above + BOTH, agent=AGENT)
    assert WHY not in counter.outbox("visa_asked")[-1]["data"]["text"]
    assert kept(counter) == 1


@pytest.mark.parametrize("letter", [LETTER, ""])
def test_it_is_a_note_when_nobody_hears_the_letter(counter: Counter, letter: str) -> None:
    lose(counter, CITIZEN)
    counter.agent(f"En attente : {WHY}\n\n{letter}", agent=AGENT)
    assert kept(counter) == 1
    assert not letter or counter.help(AGENT) == "requester_unreachable"


def test_it_is_a_note_when_the_letter_holds_words_of_another(counter: Counter) -> None:
    theirs = "mon fils Kevin rentre seul du judo à vingt heures et tombe dans le fossé"
    counter.citizen(f"Nid de poule, rue du Moulin. {theirs}.", sender=NEIGHBOUR, subject="Voirie")
    counter.agent(BOTH.replace("suit son cours", f"suit son cours, {theirs}"), agent=ROADS_MANAGER)
    assert counter.help(ROADS_MANAGER) == "words_of_other"
    assert kept(counter) == 1
    assert any(theirs in note for note in counter.notes())


def test_it_is_a_note_when_the_state_stands_already(counter: Counter) -> None:
    counter.agent("Terminé", agent=AGENT)
    counter.agent(BOTH, agent=AGENT)
    assert kept(counter) == 1
    assert any("suit son cours" in note for note in counter.notes())


def test_a_letter_below_a_hand_over_is_asked_about_where_nothing_leaves_unasked(
    town_database: Database, tmp_path: Path
) -> None:
    settings = Settings.model_validate({"agents": {"plain_answer": "ask"}})
    desk = Desk(town_database, tmp_path, settings=settings)
    counter = Counter(desk)
    counter.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    counter.agent(f"affecter à Inès Leroy\n\n{LETTER}", agent=AGENT)
    assert counter.outbox("answer") == []
    assert counter.help(AGENT) == "comment_kept"
    assert any("suit son cours" in note for note in counter.notes())
    desk.close()


@pytest.mark.parametrize("line", ["réponse : Bonjour Madame, tout est prêt.", "priorité haute\n\n" + LETTER])
def test_an_answer_that_nobody_is_reached_by_is_not_said_to_be_sent(counter: Counter, line: str) -> None:
    lose(counter, CITIZEN)
    counter.agent(f"priorité basse\n{line}", agent=AGENT)
    assert counter.help(AGENT) == "requester_unreachable"
    assert "envoyée" not in str(counter.outbox("order_done", AGENT)[-1]["data"]["lines"])
