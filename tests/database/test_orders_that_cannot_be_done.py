"""An order that names nobody is answered with who comes near; of several, one that cannot be done stops all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.delivery.reading_copy import reading_copy
from intake.words.staff.names import handed_to_nobody
from models.signing.tokens import Purpose
from models.store.database import Database
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, PHOTO, ROADS, ROADS_AGENT


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter with one request of the citizen, whose agent was told."""
    made = Counter(Desk(town_database, tmp_path))
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    made.desk.close()


def helped(counter: Counter) -> tuple[str, str, list[str]]:
    """Why the last order was not done, what was written, what comes near."""
    data = counter.outbox("command_help", KEEPER)[-1]["data"]
    return data["reason"], data["written"], data["nearest"]


def letter_to(counter: Counter, notice: str, address: str) -> dict[str, str]:
    """The last notice of a kind as its reader has it."""
    number = counter.outbox(notice, address)[-1]["id"]
    with counter.desk.database.reading() as session:
        row = session.get_one(OutboundMessage, number)
        return reading_copy(session, row, counter.desk.settings, SIGNER)


def files_inside(counter: Counter) -> list[str]:
    """Names of the files that the request keeps with its notes and with the lines of its tasks, which nobody outside reads."""
    request = counter.request()
    inside = ("note", "task")
    notes = {each["id"] for each in request["entries"] if each["kind"] in inside and not each["public"]}
    return [each["shown_name"] for each in request["attachments"] if each["entry_id"] in notes]


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("Affecter à Mark Durant", "Mark Durant", "Marc Durand"),
        ("à transmettre à Mme Fontaines svp", "Mme Fontaines", "Léa Fontaine"),
        ("affecter à la voierie zorg", "la voierie zorg", "Voirie"),
        ("Priorité haute\naffecter à Mark Durant", "Mark Durant", "Marc Durand"),
    ],
)
def test_a_name_that_nobody_bears_is_answered_with_the_nearest(
    counter: Counter, text: str, name: str, near: str
) -> None:
    holder = counter.column("assignee_id")
    counter.agent(text)
    reason, written, nearest = helped(counter)
    assert (reason, written) == ("unknown_person", name)
    assert any(near in each for each in nearest), nearest
    assert (counter.column("assignee_id"), counter.column("priority")) == (holder, "normal")
    assert counter.told(CITIZEN) == ["acknowledgement"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Termné", "terminé"),
        ("pris en chrage", "pris en charge"),
        ("Priorité haute\nplanifé 12/12", "planifié"),
    ],
)
def test_a_verb_that_was_nearly_written_is_asked_about_and_its_writer_can_tap_it(
    counter: Counter, text: str, meant: str
) -> None:
    counter.agent(text)
    letter = letter_to(counter, "command_help", KEEPER)
    assert f"Vouliez-vous écrire\xa0: {meant}" in letter["text"].replace("\u202f", "\xa0")
    assert "Vouliez-vous écrire" in letter["html"]
    assert (counter.state(), counter.column("priority")) == ("new", "normal")
    assert counter.told(CITIZEN) == ["acknowledgement"]


def test_what_resembles_no_verb_is_asked_about_without_a_guess(counter: Counter) -> None:
    counter.agent("La clé est chez la gardienne")
    assert "Vouliez-vous écrire" not in letter_to(counter, "command_help", KEEPER)["text"]


def test_words_below_such_an_order_are_kept_and_asked_about(counter: Counter) -> None:
    counter.agent("Affecter à Mark Durant\nIl a la clé du local.")
    reason, _, nearest = helped(counter)
    assert (reason, nearest[0]) == ("unknown_person", "Marc Durand")
    assert "Il a la clé du local." in counter.notes()[0]


@pytest.mark.parametrize(
    "text", ["", "affecter à", "confier à demain : une clé", "affecter à Paul, Jacques et Marie", "Bonjour"]
)
def test_only_a_line_that_hands_on_names_somebody(text: str) -> None:
    assert handed_to_nobody(text) == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("doublon de 2026-00001", "unknown_request"),
        ("doublon de 2026-00999", "unknown_request"),
        ("tâche 999 faite", "which_task"),
    ],
)
def test_one_line_that_cannot_be_done_stops_the_others(counter: Counter, line: str, reason: str) -> None:
    counter.agent(f"Priorité haute\n{line}")
    assert counter.help() == reason
    assert (counter.state(), counter.column("priority")) == ("new", "normal")


def test_a_task_that_is_ended_twice_stops_all(counter: Counter) -> None:
    counter.agent("tâche Karim : changer l'ampoule")
    counter.agent("Priorité haute\ntâche 1 faite\ntâche 1 faite")
    assert (counter.help(), counter.column("priority")) == ("which_task", "normal")
    counter.agent("Priorité haute\ntâche 1 faite")
    assert counter.column("priority") == "high"


@pytest.mark.parametrize(("holder", "line"), [("la voirie", "c’est pour moi"), ("Marc Durand", "je prends")])
def test_a_shared_mailbox_that_takes_it_stops_all(counter: Counter, holder: str, line: str) -> None:
    counter.citizen("Un nid de poule rue des Écoles.", subject="Trou")
    counter.agent(f"affecter à {holder}", about=2)
    counter.agent(f"Priorité haute\n{line}", about=2, agent=ROADS, to=counter.address(2, ROADS))
    assert counter.outbox("command_help", ROADS)[-1]["data"]["reason"] == "unknown_person"
    assert counter.column("priority", 2) == "normal" and counter.state(2) == "new"


@pytest.mark.parametrize("text", ["Affecter à Marc Durand", "tâche 1 faite"])
def test_files_of_an_order_that_takes_none_stay_inside(counter: Counter, text: str) -> None:
    counter.agent("tâche Karim : changer l'ampoule")
    row = counter.agent(text, files={"local.jpg": PHOTO})
    assert counter.outcome(row).startswith("command")
    assert files_inside(counter) == ["local.jpg"]
    if "Marc" in text:
        assert counter.told(ROADS_AGENT)[-1] == "note_added", "who has it now gets them"


def test_files_with_the_answer_to_a_task_stay_inside(counter: Counter) -> None:
    counter.agent("tâche Karim : changer l'ampoule")
    to = counter.address(1, KEEPER, Purpose.TASK)
    counter.agent("Fait", to=to, files={"local.jpg": PHOTO})
    assert files_inside(counter) == ["local.jpg"]
