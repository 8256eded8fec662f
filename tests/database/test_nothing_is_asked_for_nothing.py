"""Agents who said what they mean are not asked: who asked is greeted by name, our question is answered in one's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.store.database import Database
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(sqlite_town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.", name="Emma Carter")
    yield made
    desk.close()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Hello Emma, we have replaced the bulb this morning. Kind regards", "done"),
        ("Dear Ms Carter,\n\nThe bulb has been replaced, it is done.\n\nKind regards", "done"),
        ("je prends\n\nBonjour Emma,\n\nLe dossier est complet.\n\nCordialement", "taken"),
        ("je prends\n\nBonjour Maître,\n\nNous préparons le certificat.\n\nCordialement", "taken"),
        ("Bonjour Emma,\n\nUne nouvelle ampoule arrive vendredi.\n\nCordialement", "new"),
    ],
)
def test_whoever_asked_is_spoken_to_by_their_name(counter: Counter, words: str, state: str) -> None:
    counter.agent(words)
    assert "command_help" not in counter.told(KEEPER)
    assert counter.state() == state
    assert len(counter.told(CITIZEN)) == 2


@pytest.mark.parametrize(
    "words",
    [
        "Bonjour Karim,\n\non en parle en réunion.",
        "Bonjour Emma,\n\ntu peux passer au gymnase ?",
        "Emma, regarde ça stp",
    ],
)
def test_words_among_colleagues_stay_there(counter: Counter, words: str) -> None:
    counter.agent(words)
    assert len(counter.told(CITIZEN)) == 1


def test_the_reason_of_a_question_is_true_where_nobody_of_that_name_works(counter: Counter) -> None:
    counter.agent("Bonjour Kevin,\n\nune nouvelle ampoule est prête")
    assert counter.help() == "kept_unsure"
    counter.agent("Bonjour Marc,\n\nune nouvelle ampoule est prête")
    assert counter.help() == "kept_inside"
    assert len(counter.told(CITIZEN)) == 1


def answered(counter: Counter, words: str) -> None:
    """An answer to the last question."""
    row = counter.outbox("command_help", KEEPER)[-1]
    ours = f"<guichet.{row['id']}.{SIGNER.message_id_proof(row['id'])}@ville.test>"
    counter.agent(words, headers={"In-Reply-To": ours})


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("ok pour l'envoi", True),
        ("oui, tu peux envoyer", True),
        ("non, en note", False),
        ("n'envoie pas", False),
    ],
)
def test_our_question_is_answered_in_ones_own_words(counter: Counter, words: str, sent: bool) -> None:
    counter.agent("une nouvelle ampoule est prête")
    answered(counter, words)
    assert (len(counter.told(CITIZEN)) == 2) is sent
    assert counter.told(KEEPER).count("command_help") == 1


@pytest.mark.parametrize("words", ["oui", "Oui, c'est ça !", "oui merci"])
def test_yes_to_what_we_proposed_orders_it(counter: Counter, words: str) -> None:
    counter.agent("pour Marc : il a l'échelle")
    assert counter.outbox("command_help", KEEPER)[-1]["data"]["nearest"] == ["affecter à Marc Durand"]
    answered(counter, words)
    assert counter.request()["assignee"] == "marc-durand"
    assert counter.told(KEEPER).count("command_help") == 1


@pytest.mark.parametrize("words", ["ok", "oui mais pas avant lundi", "non", "oui ?"])
def test_what_is_no_plain_yes_orders_nothing(counter: Counter, words: str) -> None:
    counter.agent("pour Marc : il a l'échelle")
    answered(counter, words)
    assert counter.request()["assignee"] == "karim-benali"


def test_yes_to_nothing_that_we_proposed_orders_nothing(counter: Counter) -> None:
    counter.agent("pour Marc : il a l'échelle")
    counter.agent("oui")
    assert counter.request()["assignee"] == "karim-benali"


@pytest.mark.parametrize("words", ["ok pour l'envoi de la nacelle", "ok pour l'envoi ?"])
def test_words_that_say_more_send_nothing(counter: Counter, words: str) -> None:
    counter.agent("une nouvelle ampoule est prête")
    answered(counter, words)
    assert len(counter.told(CITIZEN)) == 1


def test_the_same_words_in_answer_to_nothing_of_ours_send_nothing(counter: Counter) -> None:
    counter.agent("une nouvelle ampoule est prête")
    counter.agent("ok pour l'envoi")
    assert len(counter.told(CITIZEN)) == 1


@pytest.mark.parametrize(
    "words", ["Je m'en occupe, je vois avec le cuisinier", "je prends, je vois avec Marc"]
)
def test_who_takes_it_and_asks_somebody_has_taken_it(counter: Counter, words: str) -> None:
    counter.agent(words)
    assert counter.state() == "taken" and "command_help" not in counter.told(KEEPER)
    assert counter.notes() == [words]


@pytest.mark.parametrize(
    "words",
    [
        "terminé, je vois avec le fournisseur",
        "je m'en occupe si je vois avec le maçon",
        "je m'en occupe, je vois avec le cuisinier mais ce n'est pas à nous",
    ],
)
def test_what_is_limited_still_asks(counter: Counter, words: str) -> None:
    counter.agent(words)
    assert counter.state() == "new" and counter.told(KEEPER)[-1] == "command_help"


@pytest.mark.parametrize("words", ["pas chez nous la fuite elle est réparée chez le voisin"])
def test_whoever_says_that_it_is_not_ours_is_not_asked_whether_it_is_done(
    counter: Counter, words: str
) -> None:
    counter.agent(words)
    row = counter.outbox("command_help", KEEPER)[-1]
    with counter.desk.database.reading() as session:
        read = reading_copy(
            session, session.get_one(OutboundMessage, row["id"]), counter.desk.settings, SIGNER
        )
    assert "Vouliez-vous écrire" in " ".join(read.values())
    assert row["data"]["nearest"] == ["refuse"]
