"""Agents who order by text: from their registered number, confirmed to it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from dispatch.people.contacts import find_contact
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Participant
from models.values import ContactKind
from tests.flow.conftest import TextFounder
from tests.texting import CITIZEN, TextTown
from tests.town import texts

MARC = "+33639980021"  # registered for an agent of the sample town
PAUL = "+33639980023"  # prefers texts
_outbox = table_of(OutboundMessage)


@pytest.fixture
def trusting_town(found_text_town: TextFounder) -> TextTown:
    """A town that lets the numbers of agents order."""
    return found_text_town(sms={"agents_need_code": False})


def test_an_agent_ends_a_request_by_text_and_is_told_that_it_is_done(trusting_town: TextTown) -> None:
    trusting_town.text("Le lampadaire rue des Écoles ne marche plus")
    trusting_town.text("1 terminé ampoule changée", sender=MARC)
    request = trusting_town.request()
    assert request["state"] == "done"
    assert "terminée" in trusting_town.texts_to(CITIZEN)[-1]
    assert texts(request, "note") == ["terminé ampoule changée"]
    assert request["reference"] in trusting_town.texts_to(MARC)[-1]
    assert trusting_town.states()[-1] == "command"


def test_a_verb_that_is_none_changes_nothing_and_lists_what_is_possible(trusting_town: TextTown) -> None:
    trusting_town.text("Le lampadaire rue des Écoles ne marche plus")
    trusting_town.text("1 termniné", sender=MARC)
    assert trusting_town.request()["state"] == "new"
    assert "pris en charge" in trusting_town.texts_to(MARC)[-1]
    assert len(trusting_town.texts_to(CITIZEN)) == 1


def test_an_order_that_names_no_request_is_answered_with_how_to_name_one(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("terminé", sender=MARC)
    assert text_town.request()["state"] == "new"
    said = text_town.texts_to(MARC)[-1]
    assert "code de l'avis" in said and "terminé" in said and "forward" not in said


def test_an_order_behind_a_word_that_is_no_code_is_the_agents_and_no_new_request(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    for words in ("DANGER je prends", "DANGER possible : je prends", "Q7R2TX terminé"):
        text_town.text(words, sender=MARC)
        assert text_town.states()[-1] == "command", words
        assert "code de l'avis" in text_town.texts_to(MARC)[-1], words
    assert [request["state"] for request in text_town.requests()] == ["new"]
    text_town.text("Portail cassé au gymnase Guimard", sender=MARC)
    assert text_town.states()[-1] == "new_request", "what an agent reports is a request like another"


def test_a_danger_that_an_agent_texts_with_an_order_is_asked_about_and_told(text_town: TextTown) -> None:
    text_town.text("DANGER pris en charge, ça sent le gaz très fort", sender=MARC)
    assert text_town.states()[-1] == "new_request"
    assert any("code de l'avis" in text for text in text_town.texts_to(MARC))
    with text_town.office.database.reading() as session:
        told = session.connection().execute(sa.select(_outbox.c.notice)).scalars().all()
    assert "danger" in told


def test_where_the_number_of_a_request_is_enough_it_is_what_the_answer_asks_for(
    trusting_town: TextTown,
) -> None:
    trusting_town.text("terminé", sender=MARC)
    assert "Ex. : 42 terminé" in trusting_town.texts_to(MARC)[-1]


def test_what_a_text_tells_to_answer_does_what_it_says(found_text_town: TextFounder) -> None:
    town = found_text_town()
    town.text("Fuite d'eau au gymnase Guimard, côté vestiaires")
    reference = town.request()["reference"]
    town.assign(reference, "paul-girard")
    notice = town.texts_to(PAUL)[-1]
    assert "vestiaires. " in notice and "06 39 98" in notice
    code, word = notice.split('"')[1].split(" ", 1)
    town.text(f"{code} {word}", sender=PAUL)
    assert town.request(reference)["state"] == "taken"

    town.text(f"{code} terminé joint changé", sender=PAUL)
    asked = next(text for text in reversed(town.texts_to(PAUL)) if "ENVOYER" in text)
    town.text(asked.partition("répondez ")[2].partition(".")[0], sender=PAUL)
    assert "joint changé" in town.texts_to(CITIZEN)[-1]


def test_plain_words_without_the_code_are_an_internal_note_and_the_agent_knows(
    trusting_town: TextTown,
) -> None:
    trusting_town.text("Le lampadaire rue des Écoles ne marche plus")
    trusting_town.text("1 le gardien a la clé", sender=MARC)
    assert texts(trusting_town.request(), "note") == ["1 le gardien a la clé"]
    assert len(trusting_town.texts_to(CITIZEN)) == 1
    assert "note interne" in trusting_town.texts_to(MARC)[-1]


def test_the_same_order_from_a_strangers_number_is_only_a_text(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 terminé", sender="+33639980099")
    first, second = text_town.requests()
    assert first["state"] == "new"
    assert second["subject"] == "1 terminé"


def test_the_number_alone_orders_nothing_and_its_words_are_shown_to_nobody(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    for words in (
        "1 terminé",
        "1 note : zorglub",
        "1 Bonjour Madame, zorglub",
        "1 pour Mme Leroy",
        "1 annuler",
    ):
        text_town.text(words, sender=MARC)
        assert text_town.states()[-1] == "held"
        assert "code" in text_town.texts_to(MARC)[-1]
    request = text_town.request()
    assert (request["state"], texts(request, "note")) == ("new", [])
    assert len(text_town.texts_to(CITIZEN)) == 1


def test_a_number_that_may_order_sends_no_words_and_hands_nothing_on(trusting_town: TextTown) -> None:
    trusting_town.text("Le lampadaire rue des Écoles ne marche plus")
    before = trusting_town.request()
    for words in ("1 pour Mme Leroy", "1 réponse : Bonjour Madame, zorglub", "1 plus de sms"):
        trusting_town.text(words, sender=MARC)
    after = trusting_town.request()
    assert (after["assignee"], after["service"]) == (before["assignee"], before["service"])
    trusting_town.text("1 terminé. L'ampoule est changée, merci de votre appel !", sender=MARC)
    assert trusting_town.request()["state"] == "done"
    assert not any(
        word in text for text in trusting_town.texts_to(CITIZEN) for word in ("zorglub", "ampoule")
    )


def test_a_number_that_may_order_links_nobody_to_a_request_nor_an_address_to_its_agent(
    trusting_town: TextTown,
) -> None:
    town = trusting_town
    town.text("Le lampadaire rue des Écoles ne marche plus")
    known = town.request()
    told = town.told()
    for words in (
        "1 partager zorglub@example.net",
        "1 transmettre agglo : zorglub",
        "EMAIL zorglub@example.net",
        "1 EMAIL zorglub@example.net",
        "1 pris en charge\npartager zorglub@example.net",
    ):
        town.text(words, sender=MARC)
    with town.office.database.reading() as session:
        participants = session.connection().execute(sa.select(table_of(Participant).c.address)).all()
        assert find_contact(session, ContactKind.EMAIL, "zorglub@example.net") is None
    assert participants == []
    request = town.request(known["reference"])
    assert (request["assignee"], request["passed_on"]) == (known["assignee"], [])
    outside = {who for _, who in town.told()[len(told) :] if not who.endswith("@agents.ville.test")}
    assert outside == {MARC}


def test_a_number_alone_undoes_what_a_number_did_and_gives_nobody_a_request_back(
    trusting_town: TextTown,
) -> None:
    town = trusting_town
    town.text("Fuite d'eau au gymnase Guimard")
    reference = town.request()["reference"]
    town.assign(reference, "paul-girard")
    code = town.texts_to(PAUL)[-1].split('"')[1].split()[0]
    town.text(f"{code} affecter à Marc Durand", sender=PAUL)
    assert town.request(reference)["assignee"] == "marc-durand"
    town.text("1 annuler", sender=PAUL)
    assert town.request(reference)["assignee"] == "marc-durand"
    town.text("1 terminé", sender=PAUL)
    assert town.request(reference)["state"] == "done"
    town.text("1 annuler", sender=PAUL)
    assert (town.request(reference)["state"], town.request(reference)["assignee"]) == ("new", "marc-durand")


def test_stop_in_the_name_of_an_agent_stops_nothing(text_town: TextTown) -> None:
    text_town.text("STOP", sender=MARC)
    assert "alert" in [notice for notice, _ in text_town.told()]
    assert ("opted_out", MARC) not in text_town.told()
    with text_town.office.database.reading() as session:
        contact = find_contact(session, ContactKind.PHONE, MARC)
    assert contact is not None
    assert contact.reachable


def test_the_code_of_a_notice_lets_its_agent_answer_the_requester(found_text_town: TextFounder) -> None:
    town = found_text_town()
    town.text("Fuite d'eau au gymnase Guimard")
    reference = town.request()["reference"]
    town.assign(reference, "paul-girard")
    code = town.texts_to(PAUL)[-1].split('"')[1].split()[0]
    town.text(f"{code} Bonjour Madame, de quelle porte parlez-vous ?", sender=PAUL)
    assert "de quelle porte parlez-vous" in town.texts_to(CITIZEN)[-1]
    town.text(f"{code} terminé", sender=MARC)
    assert town.request(reference)["state"] != "done"
    town.text(f"{code} terminé", sender=PAUL)
    assert town.request(reference)["state"] == "done"


def test_what_was_texted_is_undone_by_text_and_its_confirmation_says_how(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town()
    town.text("Fuite d'eau au gymnase Guimard")
    reference = town.request()["reference"]
    town.assign(reference, "paul-girard")
    code = town.texts_to(PAUL)[-1].split('"')[1].split()[0]
    town.text(f"{code} terminé", sender=PAUL)
    assert "terminée" in town.texts_to(PAUL)[-1] and f"{code} ANNULER" in town.texts_to(PAUL)[-1]

    town.text("1 ANNULER", sender=PAUL)
    assert town.request(reference)["state"] == "done"
    town.text(f"{code} ANNULER", sender=PAUL)

    assert town.request(reference)["state"] == "new"
    assert "C'est annulé" in town.texts_to(PAUL)[-1]
    assert "erreur" in town.texts_to(CITIZEN)[-1]


def test_a_report_by_an_agent_is_a_request_like_any_other(text_town: TextTown) -> None:
    text_town.text("Le portail du gymnase Guimard est cassé", sender=MARC)
    assert text_town.request()["subject"] == "Le portail du gymnase Guimard est cassé"
