"""A notice offers what its reader can do, and says the hour where the hour counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.store.database import Database
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import KEEPER, ROADS_MANAGER

LAMP = "Le lampadaire de la rue du Moulin est éteint, on ne voit plus rien le soir."
GAS = "Ça sent le gaz très fort rue des Écoles, devant l'école."


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(sqlite_town_database, tmp_path)
    yield Counter(desk)
    desk.close()


def shown(counter: Counter, notice: str) -> str:
    """The last letter of that name, as its reader has it."""
    found = [row for row in counter.outbox(notice) if row["channel"] == "email"][-1]
    with counter.desk.database.reading() as session:
        row = session.get_one(OutboundMessage, found["id"])
        copy = reading_copy(session, row, counter.desk.settings, SIGNER)
    return " ".join(copy.values()).replace("\u00a0", " ")


@pytest.mark.parametrize("moved", [False, True])
def test_to_join_is_offered_to_who_sees_the_first_report(counter: Counter, moved: bool) -> None:
    counter.citizen(LAMP, subject="Lampadaire")
    assert counter.request()["service"] == "voirie"
    if moved:
        counter.agent("transférer à bâtiments", agent=ROADS_MANAGER)
    counter.citizen(LAMP, subject="Noir", sender="voisin@example.org")
    told = shown(counter, "assigned")
    assert "2026-00001" in told and "à part" in told
    assert ("Réunir les deux" in told) is not moved
    assert ("demandez à qui la traite" in told) is moved


def test_the_term_of_a_danger_has_its_hour_and_another_has_none(counter: Counter) -> None:
    counter.citizen(GAS, subject="Gaz")
    due = counter.column("due_at")
    assert counter.column("priority") == "urgent"
    assert "Échéance : " in shown(counter, "danger")
    line = next(each for each in shown(counter, "danger").splitlines() if "Échéance" in each)
    assert f" h {due.minute:02d}" in line
    counter.citizen(
        "Une ampoule est cassée au gymnase Guimard.", sender="voisin@example.org", subject="Ampoule"
    )
    row = [each for each in shown(counter, "assigned").splitlines() if "Échéance" in each]
    assert row and " h " not in row[0]
    assert counter.outbox("assigned", KEEPER)
