"""What the requester writes afterwards: it joins, wakes, reopens, or starts anew."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest

from tests.letters import (
    CITIZEN,
    KEEPER,
    TOWN_HALL,
    answer,
    reply_address,
    write,
)
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

NEIGHBOUR = "voisin@example.org"


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


@pytest.fixture
def done(town: Town, notice: Delivered) -> Delivered:
    """The requester's notice that it is done."""
    town.send(answer(notice, "Terminé, changée"))
    return town.world.to(CITIZEN)[1]


def test_an_answer_joins_the_request_and_reaches_the_assignee(town: Town, notice: Delivered) -> None:
    town.send(answer(town.world.to(CITIZEN)[0], "C'est celle de l'entrée."))

    assert texts(town.request(), "message_in") == [
        "Une ampoule est cassée au gymnase Guimard.",
        "C'est celle de l'entrée.",
    ]
    assert town.states() == ["new_request", "follow_up"]
    told = town.world.to(KEEPER)[1]
    assert "C'est celle de l'entrée." in told.text.replace("’", "'")
    assert notice.header("Message-ID") in told.header("References")


def test_the_assignee_can_answer_that_and_so_on(town: Town, notice: Delivered) -> None:
    town.send(answer(town.world.to(CITIZEN)[0], "C'est celle de l'entrée."))
    town.send(answer(town.world.to(KEEPER)[1], "Terminé. C'était la bonne."))
    assert town.request()["state"] == "done"


def test_without_the_signed_address_the_message_id_is_enough_for_the_requester(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(town.world.to(CITIZEN)[0], "C'est celle de l'entrée.", to=TOWN_HALL))
    assert len(texts(town.request(), "message_in")) == 2


def test_without_any_id_the_reference_in_the_subject_is_enough_for_the_requester(
    town: Town, notice: Delivered
) -> None:
    reference = town.request()["reference"]
    town.send(write("C'est celle de l'entrée.", subject=f"Ma demande {reference}"))
    assert len(texts(town.request(), "message_in")) == 2


def test_with_every_id_lost_the_marker_in_the_quoted_text_is_enough_for_the_requester(
    town: Town, notice: Delivered
) -> None:
    town.send(
        answer(
            town.world.to(CITIZEN)[0],
            "C'est celle de l'entrée.",
            to=TOWN_HALL,
            keep_ids=False,
            subject="Votre mail",
        )
    )
    assert len(texts(town.request(), "message_in")) == 2


def test_an_answer_to_one_s_own_mail_joins(town: Town) -> None:
    first = write("Une ampoule est cassée au gymnase Guimard.")
    town.send(first)
    town.send(write("J'oubliais : à l'étage.", headers={"In-Reply-To": first["Message-ID"]}))
    assert len(texts(town.request(), "message_in")) == 2


def test_somebody_in_copy_may_answer(town: Town) -> None:
    first = write("Une ampoule est cassée au gymnase Guimard.", cc=f"Voisin <{NEIGHBOUR}>")
    town.send(first)
    town.send(write("Je confirme.", sender=NEIGHBOUR, name="", headers={"In-Reply-To": first["Message-ID"]}))
    assert texts(town.request(), "message_in")[1] == "Je confirme."


def test_a_waiting_request_goes_back_to_work_when_the_requester_answers(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "En attente : est-ce dans l'entrée ?"))
    assert town.request()["state"] == "waiting"
    question = town.world.to(CITIZEN)[1]
    assert "est-ce dans l'entrée" in question.text.replace("’", "'")

    town.send(answer(question, "Oui, dans l'entrée."))

    assert town.request()["state"] == "taken"
    assert len(town.world.to(KEEPER)) == 2


def test_thanks_do_not_reopen(town: Town, done: Delivered) -> None:
    town.send(answer(done, "Merci beaucoup pour votre rapidité !"))

    request = town.request()
    assert request["state"] == "done"
    assert texts(request, "message_in")[1] == "Merci beaucoup pour votre rapidité !"
    assert len(town.world.to(CITIZEN)) == 2


def test_a_real_answer_reopens_and_both_are_told(town: Town, done: Delivered) -> None:
    town.send(answer(done, "Merci mais elle est de nouveau cassée."))

    assert town.request()["state"] == "reopened"
    assert ("reopened", CITIZEN) in town.told()
    # One event, one mail: it holds the requester's words.
    assert [each for each in town.told()[4:] if each[1] == KEEPER] == [("reopened_assignee", KEEPER)]
    assert "de nouveau cassée" in town.world.to(KEEPER)[-1].text


def test_what_does_not_say_not_solved_is_added_and_the_agent_told(town: Town, done: Delivered) -> None:
    town.send(answer(done, "Merci de me rappeler au sujet de la facture."))

    assert town.request()["state"] == "done"
    assert town.told()[-1] == ("requester_reply", KEEPER)


def test_a_late_answer_makes_a_new_linked_request(town: Town, done: Delivered) -> None:
    old = town.request()["reference"]
    town.let_days_pass(old, 31)

    town.send(answer(done, "Elle est de nouveau cassée."))

    first, second = town.requests()
    assert (first["state"], second["state"]) == ("done", "new")
    assert [link["reference"] for link in town.request(second["reference"])["links"]] == [old]
    assert town.states()[-1] == "new_request"


def test_a_late_thanks_makes_no_new_request(town: Town, done: Delivered) -> None:
    town.let_days_pass(town.request()["reference"], 31)
    town.send(answer(done, "Merci !"))
    assert len(town.requests()) == 1


@pytest.mark.parametrize("body", ["ce n’est pas réglé", ""])
def test_one_tap_in_the_letter_that_says_done_opens_the_request_again(town: Town, body: str) -> None:
    """The link fills in subject and text; a mail program that leaves the text out sends the subject alone."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.send(answer(town.world.to(KEEPER)[0], "Terminé"))
    done = town.world.to(CITIZEN)[1]
    html = unescape(done.letter.get_body(("html",)).get_content())
    link = re.search(r'href="mailto:([^"?]+)\?subject=([^"&]+)&body=([^"]+)"', html)
    assert link is not None
    to, subject, text = (unquote(each) for each in link.groups())
    assert (to, text.strip()) == (reply_address(done), "ce n’est pas réglé")
    assert "répondez «\u00a0ce n’est pas réglé\u00a0»" in done.text

    town.send(write(body, subject=subject, to=to))
    assert town.request()["state"] == "reopened"
    assert len(town.requests()) == 1
