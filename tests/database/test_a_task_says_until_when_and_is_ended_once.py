"""A task has its last day, whatever stands before it; its notice's answers end it, and what has ended is said to have."""

from __future__ import annotations

import pytest

from dispatch.delivery.reading_copy import reading_copy
from dispatch.notices.catalogue import notice_of
from models.signing.tokens import Purpose
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER
from tests.letters import KEEPER, ROADS_MANAGER


def shown(counter: Counter, notice: str, to: str) -> str:
    """The last letter of that name, as its reader has it."""
    found = counter.outbox(notice, to)[-1]
    with counter.desk.database.reading() as session:
        row = session.get_one(OutboundMessage, found["id"])
        copy = reading_copy(session, row, counter.desk.settings, SIGNER)
    return " ".join(copy.values()).replace("\u00a0", " ")


def test_the_day_of_a_task_is_the_last_that_its_words_name(counter: Counter) -> None:
    counter.agent("tâche Inès Leroy : commander le filtre pour la VMC avant mercredi", agent=KEEPER)
    (task,) = counter.request()["tasks"]
    assert task["title"] == "commander le filtre pour la VMC"
    assert task["due_at"].date().isoformat() == "2026-11-04"
    assert "à faire avant la fin du mercredi 4 novembre 2026" in shown(counter, "order_done", KEEPER)


def test_words_that_are_no_day_stay_in_the_title(counter: Counter) -> None:
    counter.agent("tâche Inès Leroy : commander le filtre pour la VMC avant réception", agent=KEEPER)
    (task,) = counter.request()["tasks"]
    assert (task["title"], task["due_at"]) == ("commander le filtre pour la VMC avant réception", None)


def test_what_was_not_understood_of_an_answer_to_a_task_shows_how_it_is_ended(counter: Counter) -> None:
    counter.agent("tâche Inès Leroy : prêter la nacelle", agent=KEEPER)
    address = counter.address(1, ROADS_MANAGER, Purpose.TASK)
    counter.agent("Terminé demain", agent=ROADS_MANAGER, to=address)
    assert counter.notes() == ["Terminé demain"]
    told = counter.outbox("command_help", ROADS_MANAGER)[-1]
    kind = notice_of(told["notice"], told["audience"], told["data"])
    assert (kind.reply, kind.shows_verbs) == (Purpose.TASK, False)
    read = shown(counter, "command_help", ROADS_MANAGER)
    assert "quand la tâche est terminée" in read and "Pour agir" not in read
    assert "gardés en note interne" in read and "prise en compte" not in read


@pytest.mark.parametrize(
    "words", ["fait", "Terminé, la nacelle est revenue", "tâche 1 faite", "refusé : en panne"]
)
def test_a_task_that_has_ended_is_said_to_have(counter: Counter, words: str) -> None:
    counter.agent("tâche Inès Leroy : prêter la nacelle", agent=KEEPER)
    address = counter.address(1, ROADS_MANAGER, Purpose.TASK)
    counter.agent("fait", agent=ROADS_MANAGER, to=address)
    keeper = counter.told(KEEPER).count("task_ended")
    counter.agent(words, agent=ROADS_MANAGER, to=address)
    assert counter.help(ROADS_MANAGER) == "task_over"
    assert "« prêter la nacelle »" in shown(counter, "command_help", ROADS_MANAGER)
    assert counter.request()["tasks"][0]["state"] == "done"
    assert counter.told(KEEPER).count("task_ended") == keeper


def test_its_last_words_are_a_note(counter: Counter) -> None:
    counter.agent("tâche Inès Leroy : prêter la nacelle", agent=KEEPER)
    address = counter.address(1, ROADS_MANAGER, Purpose.TASK)
    counter.agent("fait", agent=ROADS_MANAGER, to=address)
    counter.agent("tâche faite : un pneu est à changer", agent=ROADS_MANAGER, to=address)
    assert counter.notes() == ["un pneu est à changer"]
