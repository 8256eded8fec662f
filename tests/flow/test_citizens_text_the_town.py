"""A citizen's texts, from Twilio's signed call to the text that comes back."""

from __future__ import annotations

from cli.office import now
from tests.flow.conftest import TextFounder
from tests.texting import CITIZEN, NUMBER, OTHER, PUBLIC_URL, TextTown
from tests.town import texts


def test_a_text_becomes_a_request_acknowledged_once_with_a_link_for_photos(text_town: TextTown) -> None:
    text_town.text("Le lampadaire devant le gymnase Guimard ne marche plus")
    request = text_town.request()
    assert request["channel"] == "sms"
    (acknowledgement,) = text_town.texts_to()
    assert request["reference"] in acknowledgement
    assert f"{PUBLIC_URL}/depot/" in acknowledgement
    assert text_town.states() == ["new_request"]


def test_more_texts_join_the_open_request_and_are_acknowledged_no_second_time_that_day(
    text_town: TextTown,
) -> None:
    text_town.text("Le lampadaire devant le gymnase Guimard ne marche plus")
    text_town.text("C'est dangereux le soir")
    assert texts(text_town.request(), "message_in") == [
        "Le lampadaire devant le gymnase Guimard ne marche plus",
        "C'est dangereux le soir",
    ]
    assert len(text_town.texts_to()) == 1


def test_the_same_call_again_or_on_the_fallback_address_is_one_message(text_town: TextTown) -> None:
    message = text_town.text("Portail de l'école cassé")
    assert text_town.call(message) == 200
    assert text_town.call(message, "/sms/twilio/fallback") == 200
    text_town.settle()
    assert text_town.states() == ["new_request"]
    assert len(text_town.texts_to()) == 1


def test_nouveau_opens_a_second_request_while_one_is_open(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("NOUVEAU banc cassé au parc")
    first, second = text_town.requests()
    assert (first["subject"], second["subject"]) == ("Lampadaire éteint rue des Écoles", "banc cassé au parc")


def test_a_request_can_be_named_by_its_number_only_by_whom_it_belongs_to(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("NOUVEAU banc cassé au parc")
    text_town.text("1 toujours rien")
    assert texts(text_town.request(text_town.requests()[0]["reference"]), "message_in") == [
        "Lampadaire éteint rue des Écoles",
        "1 toujours rien",
    ]
    text_town.text("1 toujours rien", sender=OTHER)
    assert len(text_town.requests()) == 3
    assert len(texts(text_town.request(text_town.requests()[0]["reference"]), "message_in")) == 2


def test_suivi_lists_the_senders_own_requests_and_nobody_elses(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("Suivi")
    reference = text_town.request()["reference"]
    answered = text_town.texts_to()[-1]
    assert answered.startswith(f"{reference} du ") and answered.endswith(
        ": enregistrée, pas encore prise en charge."
    )
    text_town.text("SUIVI 1", sender=OTHER)
    assert reference not in text_town.texts_to(OTHER)[-1]
    assert text_town.states()[1:] == ["command", "command"]


def test_annuler_is_passed_on_to_staff_where_the_workflow_leaves_it_to_them(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("Annuler 1, c'est réparé")
    request = text_town.request()
    assert request["state"] == "new"
    assert "transmise" in text_town.texts_to()[-1]
    assert any(notice == "requester_reply" for notice, _ in text_town.told())


def test_stop_is_confirmed_once_and_ends_all_texts_until_start(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("Désabonner")
    assert "START" in text_town.texts_to()[-1]
    text_town.text("Arrêt")
    text_town.text("NOUVEAU banc cassé au parc")
    assert len(text_town.texts_to()) == 2
    assert len(text_town.requests()) == 2
    text_town.text("START")
    text_town.text("AIDE")
    assert len(text_town.texts_to()) == 4


def test_help_is_given_and_makes_no_request(text_town: TextTown) -> None:
    text_town.text("aide")
    assert "SUIVI" in text_town.texts_to()[-1]
    assert text_town.requests() == []


def test_a_text_from_a_number_of_ours_is_answered_by_nobody(text_town: TextTown) -> None:
    text_town.text("Votre demande est enregistrée", sender=NUMBER)
    assert text_town.states() == ["automatic"]
    assert text_town.twilio.outbound == []


def test_in_quiet_hours_answers_go_at_once_and_what_can_wait_waits(found_text_town: TextFounder) -> None:
    # Open for one minute of the week, that is not now.
    minute = "00:00-00:01" if now().hour >= 12 else "23:58-23:59"
    town = found_text_town(
        sms={
            "agents_need_code": False,
            "quiet_hours": {"weekdays": minute, "saturday": "", "sunday": "", "holidays": ""},
        }
    )
    town.text("Lampadaire éteint rue des Écoles")
    assert len(town.texts_to()) == 1
    order = town.twilio.receive("+33639980021", NUMBER, "1 pris en charge")
    assert town.call(order) == 200
    town.wait_for_state("order_done", "handed")
    waiting = town.wait_for_state("taken", "queued")
    assert waiting["attempts"] == 0
    assert len(town.texts_to()) == 1


def test_a_number_has_no_more_texts_in_a_day_than_the_settings_say(found_text_town: TextFounder) -> None:
    town = found_text_town(sms={"texts": {"per_number_per_day": 2}})
    town.text("Lampadaire éteint rue des Écoles")
    town.text("aide")
    message = town.twilio.receive(CITIZEN, NUMBER, "aide")
    assert town.call(message) == 200
    town.wait_for_notice("text_help", 2, why="per_number_per_day")
    assert len(town.texts_to()) == 2


def test_who_works_by_text_is_told_of_more_than_a_requester_may_hear_in_a_day(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(sms={"texts": {"per_number_per_day": 1, "per_staff_number_per_day": 3}})
    agent = "+33639980021"
    for words in ("aide", "mes demandes", "suivi"):
        town.text(words, sender=agent)
    assert len(town.texts_to(agent)) == 3
    for words in ("aide", "aide"):
        assert town.call(town.twilio.receive(agent, NUMBER, words)) == 200
    town.wait_for_notice("text_orders", 3, why="per_staff_number_per_day")


def test_the_months_budget_stops_texts_and_tells_the_administrators_once(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(sms={"texts": {"monthly_budget": "0.10", "price_per_segment": "0.10"}})
    town.text("aide")
    message = town.twilio.receive(CITIZEN, NUMBER, "aide")
    assert town.call(message) == 200
    town.wait_for_notice("text_help", 2, why="monthly_budget")
    assert len(town.texts_to()) == 1
    alerts = [row["data"]["summary"] for row in town.notices() if row["notice"] == "alert"]
    assert len(alerts) == 1 and "budget" in alerts[0]


def test_a_sender_that_takes_no_answer_says_where_to_write(found_text_town: TextFounder) -> None:
    town = found_text_town(sms={"twilio": {"from_number": "", "alphanumeric_sender": "MAIRIE"}})
    town.text("Lampadaire éteint rue des Écoles")
    assert "mairie@ville.test" in town.texts_to()[-1]
    assert town.last_text().sender == "MAIRIE"


def test_a_survey_that_was_asked_is_answered_by_a_figure_alone(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.ask_survey(text_town.request()["reference"])
    text_town.text("2 : trop long")
    request = text_town.request()
    assert [entry["data"].get("score") for entry in request["entries"] if entry["kind"] == "message_in"] == [
        None,
        2,
    ]
    text_town.text("4")
    assert [entry["data"].get("score") for entry in text_town.request()["entries"]][-1] == 4
    assert len(texts(text_town.request(), "message_in")) == 3


def test_a_figure_that_is_no_mark_is_asked_about_by_text(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    reference = text_town.request()["reference"]
    text_town.ask_survey(reference)
    text_town.text("10, merci")
    assert "quelle note" in text_town.texts_to()[-1] and "5 (très bien)" in text_town.texts_to()[-1]
    text_town.text("5")
    request = text_town.request()
    assert request["reference"] == reference
    assert [entry["data"].get("score") for entry in request["entries"]][-1] == 5


def test_annuler_takes_the_transition_that_the_workflow_leaves_to_requesters(text_town: TextTown) -> None:
    organisation = text_town.organisation()
    (workflow,) = organisation.workflows
    given = tuple(
        each.model_copy(update={"who": (*each.who, "requester")}) if each.verb == "refuse" else each
        for each in workflow.transitions
    )
    changed = workflow.model_copy(update={"transitions": given})
    text_town.change_organisation(organisation.model_copy(update={"workflows": (changed,)}))
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.text("ANNULER")
    assert text_town.request()["state"] == "refused"
    assert len(text_town.texts_to()) == 2
