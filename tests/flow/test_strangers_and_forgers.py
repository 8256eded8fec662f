"""Who does not take part in a request gets no power over it, whatever they know of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cli.office import now
from models.signing.tokens import Purpose
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, STRANGER, TOWN_HALL, answer, reply_address, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def _linked_and_untouched(town: Town, letters_to_keeper: int = 1) -> None:
    first, second = town.requests()
    assert texts(town.request(first["reference"]), "message_in") == [
        "Une ampoule est cassée au gymnase Guimard."
    ]
    assert first["state"] == "new"
    assert second["requester"]["contact"] == STRANGER
    assert [each["reference"] for each in town.request(second["reference"])["links"]] == [first["reference"]]
    assert [each["reference"] for each in town.request(first["reference"])["links"]] == [second["reference"]]
    assert len(town.world.to(KEEPER)) == letters_to_keeper
    assert len(town.world.to(CITIZEN)) == 1


def _both_are_told(town: Town) -> None:
    """Who works on the first request learns of the second, and who gets the second what it is linked to."""
    first, second = (each["reference"] for each in town.requests())
    told = town.world.to(KEEPER)[1]
    assert f"devenu la demande {second}" in " ".join(told.text.split())
    (assigned,) = [each for each in town.world.delivered if f"Liée à la demande\u00a0: {first}" in each.text]
    assert second in assigned.header("Subject")


def test_a_stranger_who_writes_the_reference_gets_a_linked_request(town: Town, notice: Delivered) -> None:
    reference = town.request()["reference"]
    town.send(write("Où en est-on ?", subject=f"Demande {reference}", sender=STRANGER, name=""))
    _linked_and_untouched(town)


def test_a_stranger_who_uses_the_requester_s_signed_address_gets_a_linked_request(
    town: Town, notice: Delivered
) -> None:
    address = reply_address(town.world.to(CITIZEN)[0])
    town.send(write("Où en est-on ?", subject="Bonjour", sender=STRANGER, name="", to=address))
    _linked_and_untouched(town, letters_to_keeper=2)
    _both_are_told(town)


def test_a_stranger_who_answers_a_forwarded_notice_orders_nothing(town: Town, notice: Delivered) -> None:
    """A forwarded notice leaks its address, and the address alone is not enough."""
    town.send(answer(notice, "Terminé, tout va bien", sender=STRANGER))
    # Whose address it is, is told so.
    _linked_and_untouched(town, letters_to_keeper=2)


def test_a_stranger_who_knows_a_message_id_gets_a_linked_request(town: Town, notice: Delivered) -> None:
    known = town.world.to(CITIZEN)[0].header("Message-ID")
    town.send(write("Où en est-on ?", sender=STRANGER, name="", headers={"In-Reply-To": known}))
    _linked_and_untouched(town, letters_to_keeper=2)
    _both_are_told(town)


def test_a_forged_agent_without_the_signed_address_cannot_order(town: Town, notice: Delivered) -> None:
    """From is easily forged: what it says is kept inside, and the real agent hears of it."""
    reference = town.request()["reference"]
    town.send(write("Terminé", subject=f"Re: {reference}", sender=KEEPER, name="", to=TOWN_HALL))

    request = town.request()
    assert request["state"] == "new"
    assert texts(request, "note") == ["Terminé"]
    assert ("command_help", KEEPER) in town.told()
    assert len(town.world.to(CITIZEN)) == 1


def test_an_agent_cannot_use_the_signed_address_of_another_agent(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Terminé", sender=ROADS_AGENT))
    assert town.request()["state"] == "new"
    assert len(town.world.to(CITIZEN)) == 1


@pytest.mark.parametrize("keep_ids", [True, False])
def test_a_colleague_s_words_at_another_s_address_are_a_note_and_both_are_told(
    town: Town, notice: Delivered, keep_ids: bool
) -> None:
    """Whether their program says which letter they answer, or nothing but the address tells."""
    subject = "" if keep_ids else "Fait"
    town.send(answer(notice, "Terminé", sender=ROADS_AGENT, keep_ids=keep_ids, subject=subject))
    request = town.request()
    assert (request["state"], texts(request, "note")) == ("new", ["Terminé"])
    assert [each for each in town.told() if each[0] == "command_help"] == [
        ("command_help", ROADS_AGENT),
        ("command_help", KEEPER),
    ]
    assert "Marc Durand a écrit à l’adresse de réponse" in town.world.to(KEEPER)[-1].text
    assert len(town.world.to(CITIZEN)) == 1


def test_a_changed_token_orders_nothing(town: Town, notice: Delivered) -> None:
    address = reply_address(notice)
    at = address.index("@") - 1
    other = "b" if address[at - 5] != "b" else "c"
    town.send(answer(notice, "Terminé", to=address[: at - 5] + other + address[at - 4 :]))
    assert town.request()["state"] == "new"
    assert len(town.world.to(CITIZEN)) == 1


def _let_the_keeper_go(town: Town) -> None:
    organisation = town.organisation()
    town.change_organisation(
        organisation.model_copy(
            update={
                "agents": tuple(
                    agent.model_copy(update={"closed": agent.key == "karim-benali"})
                    for agent in organisation.agents
                )
            }
        )
    )


def test_an_agent_who_left_can_no_longer_order(town: Town, notice: Delivered) -> None:
    _let_the_keeper_go(town)
    town.send(answer(notice, "Terminé, adieu"))

    first, second = town.requests()
    assert first["state"] == "new"
    assert second["requester"]["contact"] == KEEPER
    assert len(town.world.to(CITIZEN)) == 1


def test_an_agent_who_left_can_no_longer_answer_the_notice_of_a_task(town: Town, notice: Delivered) -> None:
    """The address of a task is signed for the person, too: it must end with the work."""
    keeper = next(row["person_id"] for row in town.notices() if row["recipient"] == KEEPER)
    token = town.office.signer.sign(Purpose.TASK, 1, keeper, now() + timedelta(days=30))
    _let_the_keeper_go(town)
    town.send(answer(notice, "Fait, adieu", to=f"demandes+{token}@ville.test"))

    first, _second = town.requests()
    assert texts(town.request(first["reference"]), "note") == []
    assert texts(town.request(first["reference"]), "task") == []


def test_the_requester_s_own_words_are_never_an_order(town: Town, notice: Delivered) -> None:
    town.send(answer(town.world.to(CITIZEN)[0], "Terminé"))
    assert town.request()["state"] == "new"
    assert town.states()[-1] == "follow_up"
