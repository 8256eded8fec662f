"""People whose mail carries a machine's marks, reactions, and what comes to the return address of our
letters.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.letters import CITIZEN, KEEPER, STRANGER, TOWN_HALL, answer, reply_address, write
from tests.servers.mailbox import Delivered
from tests.texting import TextTown
from tests.town import Town, texts

LOLA = "Bonjour, Lola ne mangera pas à la cantine cette semaine. Merci."
OUR_LIST = {
    "List-Id": "<mairie.ville.test>",
    "List-Post": "<mailto:mairie@ville.test>",
    "Precedence": "list",
    "X-Original-From": "Jeanne Lopez <jeanne.lopez@example.org>",
}


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def kinds(town: Town) -> list[str]:
    return [notice for notice, _ in town.told()]


@pytest.mark.parametrize(
    ("letter", "is_acknowledged"),
    [
        (write(LOLA, subject="Absente du 7 au 11 décembre : Lola, CE1, cantine", sender=STRANGER), True),
        (
            write(
                "Une fuite rue du Stade.",
                sender=STRANGER,
                headers={"X-MS-Exchange-Inbox-Rules-Loop": "mairie@ville-exchange.example"},
            ),
            True,
        ),
        (
            write(
                "Nom : Inès Fabre\nCourriel : ines.fabre@example.org\nMessage : des pneus.",
                sender=STRANGER,
                headers={"Feedback-ID": "1.eu-west-3:AmazonSES"},
            ),
            True,
        ),
        (
            write("L'ascenseur est en panne.", sender=STRANGER, headers={"Auto-Submitted": "auto-generated"}),
            False,
        ),
    ],
    ids=["a parent", "a mailbox rule", "a web form", "an alarm"],
)
def test_what_nothing_proves_automatic_becomes_a_request(
    town: Town, letter: EmailMessage, is_acknowledged: bool
) -> None:
    town.send(letter)
    assert town.states() == ["new_request"]
    assert ("acknowledgement" in kinds(town)) is is_acknowledged


def test_a_mail_through_the_town_s_own_list_is_from_whoever_wrote_to_it(town: Town) -> None:
    town.send(write("Le volet de la crèche est bloqué.", sender=TOWN_HALL, headers=OUR_LIST))
    assert town.states() == ["new_request"]
    assert town.request()["requester"]["contact"] == "jeanne.lopez@example.org"
    assert ("acknowledgement", "jeanne.lopez@example.org") in town.told()


def test_gmail_s_reaction_changes_nothing(town: Town, notice: Delivered) -> None:
    said = answer(town.world.to(CITIZEN)[0], "👍\n\nJeanne Petit a réagi via Gmail\n")
    before = town.told()
    town.send(said)
    request = town.request()
    assert town.states()[-1] == "follow_up"
    assert request["state"] == "new"
    assert town.told() == before
    assert texts(request, "note") == ["👍"]


def test_an_agent_s_reaction_is_not_sent_to_the_requester(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "👍"))
    assert len(town.world.to(CITIZEN)) == 1
    assert texts(town.request(), "note") == ["👍"]


def test_a_reaction_to_nothing_makes_no_request(town: Town) -> None:
    town.send(write("👍", sender=STRANGER))
    assert town.requests() == []
    assert town.told() == []


def test_a_tapback_by_text_neither_reopens_creates_nor_costs(text_town: TextTown) -> None:
    town = text_town
    town.text("Portail cassé au gymnase Guimard")
    told, sent = town.told(), town.texts_to()
    for reaction in ("A aimé « Votre demande est terminée »", "👍 à « Portail »", "❤️"):
        town.text(reaction)
    assert town.request()["state"] == "new"
    assert (town.told(), town.texts_to()) == (told, sent)
    assert len(texts(town.request(), "note")) == 3


def test_a_report_that_a_letter_arrived_is_noted_and_opens_nothing(town: Town, notice: Delivered) -> None:
    ours = town.world.to(CITIZEN)[0]
    raw = (
        f"From: postmaster@example.org\r\nTo: {ours.envelope_from}\r\nSubject: Remis\r\nMessage-ID: "
        f"<r@example.org>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=d\r\n\r\n"
        "--d\r\nContent-Type: text/plain\r\n\r\nRemis.\r\n--d\r\nContent-Type: "
        "message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; {CITIZEN}\r\nAction: "
        f"delivered\r\n"
        "Status: 2.0.0\r\n\r\n--d--\r\n"
    ).encode()
    town.send(raw, sender="", to=[ours.envelope_from])
    assert town.states()[-1] == "bounce"
    assert town.notices()[0]["state"] == "delivered"
    assert len(town.requests()) == 1
    assert len(town.told()) == 2


def challenge(sender: str) -> EmailMessage:
    return write(
        "Votre message est en attente. Pour qu'il soit remis, cliquez ici et recopiez les chiffres :\n"
        "https://filtre.example/auth/8d7f\nCette boîte est protégée.",
        subject="Action requise : authentifiez-vous",
        sender=sender,
        message_id="<challenge@example.org>",
    )


def test_a_mail_filter_s_challenge_is_kept_with_its_request_and_staff_hear_that_the_letter_waits(
    town: Town, notice: Delivered
) -> None:
    town.send(challenge(CITIZEN))
    assert town.states()[-1] == "bounce"
    assert town.told()[2:] == [("letter_waits", KEEPER)]
    assert "https://filtre.example/auth/8d7f" in texts(town.request(), "note")[0]


def test_a_challenge_in_another_mailbox_s_name_to_the_signed_reply_address_is_of_that_request(
    town: Town, notice: Delivered
) -> None:
    town.send(challenge(STRANGER), to=[reply_address(town.world.to(CITIZEN)[0])])
    assert town.ledger()[-1]["request"] == town.request()["reference"]
    assert town.told()[2:] == [("letter_waits", KEEPER)]


def test_a_challenge_about_no_letter_of_ours_waits_for_a_person(town: Town) -> None:
    town.send(challenge(STRANGER))
    assert town.states() == ["held"]


def test_a_requester_s_own_words_to_the_return_address_join_the_request(
    town: Town, notice: Delivered
) -> None:
    ours = town.world.to(CITIZEN)[0]
    town.send(write("C'est au fond du couloir.", subject="Précision"), to=[ours.envelope_from])
    assert town.states()[-1] == "follow_up"
    assert texts(town.request(), "message_in")[-1] == "C'est au fond du couloir."


@pytest.mark.parametrize(
    ("sender", "becomes"),
    [("", {"automatic"}), ("noreply@example.net", {"held", "automatic"})],
    ids=["a machine", "a program"],
)
def test_no_machine_opens_a_request_at_the_return_address(
    town: Town, notice: Delivered, sender: str, becomes: set[str]
) -> None:
    ours = town.world.to(CITIZEN)[0]
    letter = write("Bonjour.", sender=sender or STRANGER)
    town.send(letter, sender=sender, to=[ours.envelope_from])
    assert town.states()[-1] in becomes
    assert len(town.requests()) == 1


def test_somebody_else_who_writes_there_by_hand_is_answered_and_read(town: Town, notice: Delivered) -> None:
    """A request of their own, linked, like at the reply address of somebody else; the first one is not moved."""
    ours = town.world.to(CITIZEN)[0]
    town.send(write("Je suis la voisine, c'est réglé.", sender=STRANGER, name=""), to=[ours.envelope_from])
    first, second = town.requests()
    assert (first["state"], second["requester"]["contact"]) == ("new", STRANGER)
    assert [each["reference"] for each in town.request(second["reference"])["links"]] == [first["reference"]]
    assert ("acknowledgement", STRANGER) in town.told()
    assert any(second["reference"] in each.text for each in town.world.to(KEEPER)[1:])
