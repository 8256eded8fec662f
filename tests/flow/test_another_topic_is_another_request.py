"""A reply proves who knows whom, not what it is about: other topics become requests of their own, linked."""

from __future__ import annotations

import pytest

from tests.letters import CITIZEN, KEEPER, PHOTO, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

CANTEEN = "Bonjour,\n\nComment inscrire mon fils à la cantine ?\n\nJeanne"


@pytest.fixture
def notice(town: Town) -> Delivered:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def _close(town: Town, notice: Delivered) -> Delivered:
    town.send(answer(notice, "Terminé"))
    return town.world.to(CITIZEN)[-1]


def _links(town: Town) -> list[list[str]]:
    return [
        [link["reference"] for link in town.request(each["reference"])["links"]] for each in town.requests()
    ]


def test_a_reply_to_a_closed_request_under_another_subject_is_a_new_one(
    town: Town, notice: Delivered
) -> None:
    done = _close(town, notice)
    town.send(answer(done, CANTEEN, subject="Inscription de mon fils à la cantine"))
    first, second = town.requests()
    assert (first["state"], second["state"]) == ("done", "new")
    assert second["subject"] == "Inscription de mon fils à la cantine"
    assert _links(town) == [[second["reference"]], [first["reference"]]]
    for each in (first, second):
        assert [e["kind"] for e in town.request(each["reference"])["entries"]].count("link") == 1
    assert second["reference"] in town.world.to(CITIZEN)[-1].header("Subject")


@pytest.mark.parametrize(
    ("subject", "text", "state"),
    [
        ("", "Elle est de nouveau cassée, ça ne marche toujours pas.", "reopened"),
        ("TR: Ampoules cassées", "Elle est de nouveau cassée, ça ne marche toujours pas.", "reopened"),
        ("Re: votre demande est terminée", "Ben non, elle ne marche toujours pas.", "reopened"),
        ("Ce n'est toujours pas réparé", "Le problème est toujours là.", "reopened"),
        ("Merci !", "Merci beaucoup, bonne journée.", "done"),
    ],
    ids=["the notice's own", "the same words", "ours without the reference", "not solved", "thanks"],
)
def test_other_replies_to_a_closed_request_stay_with_it(
    town: Town, notice: Delivered, subject: str, text: str, state: str
) -> None:
    done = _close(town, notice)
    town.send(answer(done, text, subject=subject))
    (only,) = town.requests()
    assert only["state"] == state


def test_the_subject_of_a_message_is_shown_to_staff_when_it_is_another(town: Town, notice: Delivered) -> None:
    """The request is open, so the message joins it: whoever reads it must see what it is about."""
    town.send(answer(town.world.to(CITIZEN)[0], CANTEEN, subject="Inscription à la cantine"))
    assert "Objet de ce message\u00a0: Inscription à la cantine" in town.world.to(KEEPER)[-1].text
    town.send(answer(town.world.to(CITIZEN)[0], "C'est dans l'entrée."))
    assert "Objet de ce message" not in town.world.to(KEEPER)[-1].text


def test_an_agent_makes_the_last_message_a_request_of_its_own(town: Town, notice: Delivered) -> None:
    town.send(
        answer(
            town.world.to(CITIZEN)[0],
            CANTEEN,
            subject="Inscription à la cantine",
            files={"dossier.jpg": PHOTO},
        )
    )
    reply = town.world.to(KEEPER)[-1]
    town.send(answer(reply, "Nouvelle demande\n\nElle a déjà appelé hier."))
    first, second = town.requests()
    assert second["subject"] == "Inscription à la cantine"
    shown = town.request(second["reference"])
    assert shown["requester"]["contact"] == CITIZEN
    assert "inscrire mon fils" in texts(shown, "message_in")[0]
    assert [file["shown_name"] for file in shown["attachments"]] == ["dossier.jpg"]
    assert texts(shown, "note") == ["Elle a déjà appelé hier."]
    assert _links(town) == [[second["reference"]], [first["reference"]]]
    assert second["reference"] in texts(town.request(first["reference"]), "note")[-1]
    assert second["reference"] in town.world.to(CITIZEN)[-1].header("Subject")
    helped = [each for each in town.world.to(KEEPER) if "C’est noté" in each.header("Subject")]
    assert second["reference"] in helped[-1].text
    # Once only.
    town.send(answer(reply, "nouvelle demande"))
    assert len(town.requests()) == 2
    assert town.told()[-1] == ("command_help", KEEPER)


def test_a_forward_of_our_letter_to_another_service_is_a_new_request_of_the_same_requester(
    town: Town, notice: Delivered
) -> None:
    service = next(
        each
        for each in town.organisation().services
        if each.mailboxes
        and each.key not in (town.request()["service"], town.organisation().town.default_service)
    )
    town.send(
        answer(
            notice,
            "Pour vous.",
            to=service.mailboxes[0],
            subject=f"TR: {notice.header('Subject')}",
            keep_ids=True,
        )
    )
    first, second = town.requests()
    assert second["service"] == service.key
    assert _links(town) == [[second["reference"]], [first["reference"]]]
    assert len(town.world.to(CITIZEN)) == 1
    asked = town.world.to(KEEPER)[-1]
    assert CITIZEN in asked.text
    town.send(answer(asked, "oui"))
    assert town.request(second["reference"])["requester"]["contact"] == CITIZEN
