"""Agents who order by text: from their registered number, confirmed to it."""

from __future__ import annotations

from tests.flow.conftest import TextFounder
from tests.texting import CITIZEN, TextTown
from tests.town import texts

MARC = "+33639980021"  # registered for an agent of the sample town
PAUL = "+33639980023"  # prefers texts


def test_an_agent_ends_a_request_by_text_and_is_told_that_it_is_done(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 terminé ampoule changée", sender=MARC)
    request = text_town.request()
    assert request["state"] == "done"
    assert "terminée" in text_town.texts_to(CITIZEN)[-1]
    assert texts(request, "note") == ["terminé ampoule changée"]
    assert request["reference"] in text_town.texts_to(MARC)[-1]
    assert text_town.states()[-1] == "command"


def test_a_verb_that_is_none_changes_nothing_and_lists_what_is_possible(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 termniné", sender=MARC)
    assert text_town.request()["state"] == "new"
    assert "pris en charge" in text_town.texts_to(MARC)[-1]
    assert len(text_town.texts_to(CITIZEN)) == 1


def test_an_order_that_names_no_request_is_answered_with_how_to_name_one(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("terminé", sender=MARC)
    assert text_town.request()["state"] == "new"
    assert "numéro de la demande" in text_town.texts_to(MARC)[-1]


def test_plain_words_without_the_code_are_an_internal_note_and_the_agent_knows(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 le gardien a la clé", sender=MARC)
    assert texts(text_town.request(), "note") == ["1 le gardien a la clé"]
    assert len(text_town.texts_to(CITIZEN)) == 1
    assert "note interne" in text_town.texts_to(MARC)[-1]


def test_the_same_order_from_a_strangers_number_is_only_a_text(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 terminé", sender="+33639980099")
    first, second = text_town.requests()
    assert first["state"] == "new"
    assert second["subject"] == "1 terminé"


def test_where_codes_are_asked_for_the_number_alone_orders_nothing(found_text_town: TextFounder) -> None:
    town = found_text_town(sms={"agents_need_code": True})
    town.text("Le lampadaire rue des Écoles ne marche plus")
    town.text("1 terminé", sender=MARC)
    assert town.request()["state"] == "new"
    assert "code" in town.texts_to(MARC)[-1]


def test_the_code_of_a_notice_lets_its_agent_answer_the_requester(found_text_town: TextFounder) -> None:
    town = found_text_town(sms={"agents_need_code": True})
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


def test_a_report_by_an_agent_is_a_request_like_any_other(text_town: TextTown) -> None:
    text_town.text("Le portail du gymnase Guimard est cassé", sender=MARC)
    assert text_town.request()["subject"] == "Le portail du gymnase Guimard est cassé"
