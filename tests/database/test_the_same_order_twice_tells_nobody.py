"""An order that changes nothing tells nobody but its writer, whatever way it comes: they hear that it was so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.store.database import Database
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, PHOTO, ROADS_AGENT

COLLEAGUE = "voisin@example.org"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A request of the citizen, in hand of the buildings' keeper."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    desk.close()


def later(counter: Counter, text: str, **more: Any) -> list[tuple[str, str]]:
    """What an agent's message has everybody told, a while after what came before it has left."""
    counter.desk.clock.pass_seconds(3600)
    counter.deliver()
    before = len(counter.outbox())
    counter.agent(text, **more)
    return [(row["notice"], row["recipient"]) for row in counter.outbox()[before:]]


def subject(counter: Counter) -> str:
    """Of the last letter to the keeper."""
    row = counter.outbox(to=KEEPER)[-1]
    with counter.desk.database.reading() as session:
        found = session.get_one(OutboundMessage, row["id"])
        return str(reading_copy(session, found, counter.desk.settings, SIGNER)["subject"])


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Planifié jeudi", "Planifié jeudi"),
        ("Planifié jeudi 14h", "planifié jeudi à 14 h"),
        # Whoever says the day again and no hour takes no hour back.
        ("Planifié jeudi 14h", "prévu jeudi"),
        ("Planned for Thursday", "Planifié le 5/11"),
    ],
)
def test_the_same_day_twice_writes_to_the_requester_once(counter: Counter, first: str, again: str) -> None:
    assert ("planned", CITIZEN) in later(counter, first)
    planned = counter.column("planned_hours")
    assert later(counter, again) == [("command_help", KEEPER)]
    assert counter.help() == "planned_already"
    assert "déjà le cas" in subject(counter)
    assert counter.column("planned_hours") == planned


@pytest.mark.parametrize("again", ["Planifié vendredi", "Planifié jeudi 15h"])
def test_another_day_or_hour_is_told(counter: Counter, again: str) -> None:
    later(counter, "Planifié jeudi 14h")
    assert ("planned", CITIZEN) in later(counter, again)


def test_new_words_beside_the_same_day_are_told_and_the_same_words_are_not(counter: Counter) -> None:
    later(counter, "Planifié jeudi")
    words = "Planifié jeudi.\n\nBonjour Madame, pensez à laisser votre portail ouvert."
    assert ("planned", CITIZEN) in later(counter, words)
    assert CITIZEN not in {to: notice for notice, to in later(counter, words)}


def test_a_day_that_was_given_up_meanwhile_is_told_again(counter: Counter) -> None:
    later(counter, "Planifié jeudi")
    later(counter, "Pris en charge")
    assert ("planned", CITIZEN) in later(counter, "Planifié jeudi")


def test_the_same_day_among_other_orders_is_said_to_stand(counter: Counter) -> None:
    later(counter, "Planifié jeudi")
    assert later(counter, "Planifié jeudi\nPriorité haute") == [("order_done", KEEPER)]
    (*_, done) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == [
        "Priorité\u00a0: haute",
        "Prévue le\u00a0: jeudi 5 novembre 2026, c’était déjà le cas",
    ]


@pytest.mark.parametrize("word", ["Pris en charge", "Attente interne", "Terminé"])
def test_a_state_that_stands_is_told_once(counter: Counter, word: str) -> None:
    assert CITIZEN in {to: notice for notice, to in later(counter, word)}
    assert later(counter, word) == [("command_help", KEEPER)]
    assert counter.help() == "already_there"


def test_whoever_has_it_is_not_told_again(counter: Counter) -> None:
    assert later(counter, "affecter à Marc Durand") == [("assigned", ROADS_AGENT)]
    told = later(counter, "affecter à Marc Durand", agent=ROADS_AGENT)
    assert (told, counter.help(ROADS_AGENT)) == ([("command_help", ROADS_AGENT)], "already_held")


def test_a_service_that_has_it_chooses_nobody_else(counter: Counter) -> None:
    later(counter, "transférer à voirie")
    had = counter.request()["assignee"], counter.request()["service"]
    administrator = "sophie.martin@agents.ville.test"
    told = later(counter, "transférer à voirie", agent=administrator)
    assert (told, counter.help(administrator)) == ([("command_help", administrator)], "already_held")
    assert (counter.request()["assignee"], counter.request()["service"]) == had


def test_a_word_for_whoever_has_it_is_not_lost(counter: Counter) -> None:
    later(counter, "affecter à Marc Durand")
    later(counter, "affecter à Marc Durand : la clé est à l’accueil", agent="sophie.martin@agents.ville.test")
    assert [note for note in counter.notes() if "la clé est à l" in note]


def test_a_task_is_given_to_its_agent_once(counter: Counter) -> None:
    later(counter, "tâche Marc Durand : changer l’ampoule")
    task = counter.request()["tasks"][0]["id"]
    told = later(counter, f"tâche {task} pour Marc Durand")
    assert (told, counter.help()) == ([("command_help", KEEPER)], "task_held")


def test_a_request_is_shared_with_an_address_once(counter: Counter) -> None:
    assert ("copy", COLLEAGUE) in later(counter, f"partager {COLLEAGUE}")
    assert later(counter, f"partager {COLLEAGUE}") == [("order_done", KEEPER)]
    (*_, done) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == [f"Partagée avec {COLLEAGUE}, c’était déjà le cas"]


def test_a_view_is_asked_for_once_until_it_is_given(counter: Counter) -> None:
    question = "avis à Marc Durand : peut-on la changer sans nacelle ?"
    assert ("opinion_asked", ROADS_AGENT) in later(counter, question)
    assert later(counter, question) == [("order_done", KEEPER)]
    later(counter, "note : oui, avec l’échelle", agent=ROADS_AGENT)
    assert ("opinion_asked", ROADS_AGENT) in later(counter, question)


def test_the_same_answer_twice_leaves_once_unless_its_writer_says_so(counter: Counter) -> None:
    words = "Bonjour Madame,\n\nNous avons bien reçu votre demande et passons la semaine prochaine."
    assert ("answer", CITIZEN) in later(counter, words)
    assert later(counter, words) == [("command_help", KEEPER)]
    assert counter.help() == "said_already"
    assert ("answer", CITIZEN) in later(counter, "envoyer")


@pytest.mark.parametrize("between", ["citizen", "file", "undone"])
def test_the_same_answer_leaves_again_where_something_is_new(counter: Counter, between: str) -> None:
    words = "Bonjour Madame,\n\nVoici le plan que vous avez demandé."
    if between == "undone":
        counter.agent(words)
        counter.agent("annuler")
    else:
        later(counter, words)
    if between == "citizen":
        counter.citizen("Je ne l’ai pas reçu.", to=counter.address(1, CITIZEN, purpose=1))
    more = {"files": {"plan.jpg": PHOTO}} if between == "file" else {}
    assert ("answer", CITIZEN) in later(counter, words, **more)


def test_i_take_it_takes_over_what_a_colleague_took_and_tells_the_requester_nothing(counter: Counter) -> None:
    """It is in progress already: for the requester nothing changes."""
    later(counter, "Pris en charge")
    later(counter, "affecter à Marc Durand")
    assert CITIZEN not in [to for _, to in later(counter, "je prends")]
    assert (counter.state(), counter.request()["assignee"]) == ("taken", "karim-benali")
