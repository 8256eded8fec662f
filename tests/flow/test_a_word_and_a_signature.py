"""A picture or a word of thanks and then a signature: kept, never published; it opens nothing and asks nobody."""

from __future__ import annotations

import pytest

from tests.letters import CITIZEN, KEEPER, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

BLOCK = "Karim Benali\nService bâtiments\nMairie de Saint-Exemple\nTél. 01 99 00 12 34"
PHONE = "Envoyé de mon iPhone"


@pytest.fixture
def notice(town: Town) -> Delivered:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def test_an_agents_thumb_is_noted_and_nobody_hears(town: Town, notice: Delivered) -> None:
    told = len(town.told())
    for signature in (PHONE, "Karim", "K. Benali", BLOCK):
        town.post(answer(notice, f"👍\n\n{signature}"))
    town.settle()
    assert town.told()[told:] == []
    assert {each["reason"] for each in town.ledger()[1:]} == {"a reaction: nothing changed"}
    assert town.request()["state"] == "new"


def test_an_agents_bare_word_is_noted_and_answered_once_with_the_words_that_it_may_mean(
    town: Town, notice: Delivered
) -> None:
    told = len(town.told())
    for head in ("OK", "Bien reçu", "Merci", "Vu"):
        for signature in (PHONE, "Karim", "K. Benali", BLOCK):
            town.post(answer(notice, f"{head}\n\n{signature}"))
    town.settle()
    assert town.told()[told:] == [("command_help", KEEPER)]
    notes = [each for each in town.request()["entries"] if each["kind"] == "note"]
    assert len(notes) == 16 and not any(each["public"] for each in notes)
    assert [each["reason"] for each in town.ledger()[1:]] == [
        "read, its writer says: nothing changed, and they were told so",
        *["read, its writer says: nothing changed"] * 15,
    ]
    assert (town.request()["state"], texts(town.request(), "message_out")) == ("new", [])
    help_letter = town.world.to(KEEPER)[-1]
    assert "n’a pas changé" in help_letter.text
    assert "pris en charge" in help_letter.text and "terminé" in help_letter.text
    # « OK » to that answer ends there, a word of it does what it says.
    town.send(answer(help_letter, "OK"))
    assert town.told()[told + 1 :] == []
    town.send(answer(help_letter, "Pris en charge"))
    assert town.request()["state"] == "taken"


def test_ok_to_what_confirms_an_order_or_to_a_closed_request_is_answered_by_nobody(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "Terminé"))
    told = len(town.told())
    town.send(answer(notice, "OK"))
    assert town.request()["state"] == "done"
    assert town.told()[told:] == []


def test_a_citizens_thumb_above_their_name_reopens_nothing(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Terminé"))
    done = town.world.to(CITIZEN)[-1]
    told = len(town.told())
    town.send(answer(done, "👍\n\nJeanne Petit"))
    assert town.request()["state"] == "done"
    assert town.told()[told:] == []


def test_a_citizens_thumb_down_reopens_nothing_and_is_shown_to_whoever_closed_it(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "Terminé"))
    done = town.world.to(CITIZEN)[-1]
    told = len(town.told())
    town.send(answer(done, "👎"))
    assert town.request()["state"] == "done"
    assert town.told()[told:] == [("requester_reply", KEEPER)]
    assert "👎" in town.world.to(KEEPER)[-1].text


def test_whatever_else_is_said_below_is_read_by_somebody(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "👍\n\nKarim Benali\nIl reste le trottoir à reprendre"))
    town.send(answer(notice, "OK\n\nService voirie"))
    assert [each["reason"].partition(":")[0] for each in town.ledger()[1:]] == [
        "kept as a note, its writer was asked"
    ] * 2
    # To a question of ours « OK » may mean yes: its writer reads which word says so.
    asked = town.world.to(KEEPER)[-1]
    town.send(answer(asked, "OK"))
    assert town.told()[-1] == ("command_help", KEEPER)
    assert texts(town.request(), "message_out") == []
