"""One act on many requests of a colleague's tells them once: one letter lists all, whatever way it was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.delivery.deliver import Deliverer
from dispatch.letters.render import Renderer
from dispatch.notices.together import WAIT
from models.errors import TemporaryFailure
from models.signing.tokens import Purpose
from models.store.database import Database
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT
from tests.outgoing import Memory, read_letter

Leave = Callable[[], list[str]]


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """Three requests of the keeper's, which an administrator has on a list; what they were told has left."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    for number, sender in enumerate(("jeanne.petit", "luc", "lea"), 1):
        made.citizen("La porte du gymnase Guimard ferme mal.", sender=f"{sender}@example.org")
        made.agent("je prends", number, agent=ADMINISTRATOR)
    made.agent("mes demandes", to="mairie@ville.test", subject="mes demandes", agent=ADMINISTRATOR)
    for number in (1, 2, 3):
        made.agent("affecter à Karim Benali", number, agent=ADMINISTRATOR)
    made.deliver()
    yield made
    desk.close()


@pytest.fixture
def carrier() -> Memory:
    return Memory()


@pytest.fixture
def leave(counter: Counter, carrier: Memory) -> Iterator[Leave]:
    """What is due leaves by the deliverer itself; the letters to the keeper, in plain."""
    desk = counter.desk
    deliverer = Deliverer(
        desk.database, desk.files, {"email": carrier}, Renderer(desk.settings.templates_dir), SIGNER,
        desk.settings, desk.clock, jitter=lambda: 0.0, monotonic=lambda: desk.clock().timestamp(),
    )  # fmt: skip

    def leave() -> list[str]:
        carrier.letters.clear()
        while deliverer.deliver_next():
            pass
        return [
            str(read_letter(letter.raw).get_body(("plain",)).get_content()).replace("\u00a0", " ")  # type: ignore[union-attr]
            for letter in carrier.letters
            if letter.envelope_to == KEEPER
        ]

    yield leave
    deliverer.close()


def list_address(counter: Counter, notice: str = "my_requests", agent: str = ADMINISTRATOR) -> str:
    row = counter.outbox(notice, agent)[-1]
    until = counter.desk.clock() + timedelta(days=400)
    return f"demandes+{SIGNER.sign(Purpose.LIST, row['id'], row['person_id'], until)}@ville.test"


def end(counter: Counter, text: str) -> None:
    counter.agent(text, to=list_address(counter), agent=ADMINISTRATOR)


def test_one_letter_lists_all_and_takes_answers(counter: Counter, leave: Leave) -> None:
    end(counter, "2026-00001 terminé\n2026-00002 terminé\n2026-00003 refusé : Ce n'est pas à la ville.")
    assert [counter.state(each) for each in (1, 2, 3)] == ["done", "done", "refused"]
    assert leave() == [], "they wait for each other"
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    (letter,) = leave()
    assert "Sophie Martin a clos ensemble 3 demandes que vous aviez" in letter
    assert all(f"2026-0000{each}" in letter for each in (1, 2, 3))
    assert "« Ce n'est pas à la ville. »" in letter
    told = [row for row in counter.outbox("state_changed_assignee", KEEPER) if "together" in row["data"]]
    assert {row["state"] for row in told} == {"canceled"} and len(told) == 3
    counter.agent("2026-00002 rouvrir", to=list_address(counter, "ended_together", KEEPER))
    assert [counter.state(each) for each in (1, 2, 3)] == ["done", "reopened", "refused"]


def test_one_that_is_alone_is_told_by_itself(counter: Counter, leave: Leave) -> None:
    end(counter, "2026-00001 terminé")
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    (letter,) = leave()
    assert "La demande 2026-00001 a changé d’état" in letter
    assert not counter.outbox("ended_together")


def test_what_is_undone_before_is_not_listed(counter: Counter, leave: Leave) -> None:
    end(counter, "2026-00001 terminé\n2026-00002 terminé\n2026-00003 terminé")
    counter.agent("annuler", 2, agent=ADMINISTRATOR)
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    (letter,) = leave()
    assert "2026-00001" in letter and "2026-00002" not in letter and "2 demandes que vous aviez" in letter


def test_what_is_undone_after_is_told_to_whoever_read_the_list(counter: Counter, leave: Leave) -> None:
    end(counter, "2026-00001 terminé\n2026-00002 terminé")
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    leave()
    counter.agent("annuler", 1, agent=ADMINISTRATOR)
    assert counter.state() == "taken"
    (letter,) = leave()
    assert "2026-00001" in letter and "elle est comme avant" in letter


def test_what_is_undone_while_the_list_waits_is_taken_off_it(
    counter: Counter, leave: Leave, carrier: Memory
) -> None:
    counter.deliver()
    end(counter, "2026-00001 terminé\n2026-00002 terminé\n2026-00003 terminé")
    counter.deliver()
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    carrier.failures = [TemporaryFailure("Later.", "451 4.3.0")]
    assert leave() == []
    (waits,) = counter.outbox("ended_together")
    assert (waits["state"], waits["attempts"]) == ("queued", 1)
    counter.agent("annuler", 2, agent=ADMINISTRATOR)
    counter.desk.clock.pass_seconds(3600)
    (letter,) = leave()
    assert "2026-00001" in letter and "2026-00002" not in letter and "2 demandes" in letter


def test_each_reads_of_their_own(counter: Counter, leave: Leave) -> None:
    counter.agent("affecter à Marc Durand", 3, agent=ADMINISTRATOR)
    leave()
    end(counter, "2026-00001 terminé\n2026-00002 terminé\n2026-00003 terminé")
    counter.desk.clock.pass_seconds(WAIT.total_seconds() + 1)
    (letter,) = leave()
    assert "2026-00003" not in letter
    (row,) = counter.outbox("ended_together")
    assert row["recipient"] == KEEPER and row["request_id"] is None
    (own,) = counter.outbox("state_changed_assignee", ROADS_AGENT)
    assert own["state"] == "sent"
