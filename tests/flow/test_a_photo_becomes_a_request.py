"""A citizen sends a photo: there is a request, an acknowledgement and a notice that carries everything."""

from __future__ import annotations

import hashlib
import re

from tests.letters import CITIZEN, KEEPER, PHOTO, write
from tests.town import Town, texts


def test_a_mail_with_two_photos_becomes_a_request_that_has_both(town: Town) -> None:
    second = PHOTO[:-2] + b"another" + PHOTO[-2:]
    town.send(
        write(
            "Bonjour,\n\nune ampoule est cassée au gymnase Guimard.\n\nJeanne Petit",
            files={"entrée.jpg": PHOTO, "couloir.jpg": second},
        )
    )

    request = town.request()
    year = request["created_at"].year
    assert request["reference"] == f"{year}-00001"
    assert request["subject"] == "Ampoule cassée"
    assert (request["service"], request["building"]) == ("batiments", "gymnase-guimard")
    assert request["requester"] == {"name": "Jeanne Petit", "contact": CITIZEN, "phone": ""}
    (said,) = texts(request, "message_in")
    assert "une ampoule est cassée au gymnase Guimard." in said
    assert [(a["shown_name"], a["sha256"]) for a in request["attachments"]] == [
        ("entrée.jpg", hashlib.sha256(PHOTO).hexdigest()),
        ("couloir.jpg", hashlib.sha256(second).hexdigest()),
    ]
    assert all(town.office.files.get(a["sha256"]) in (PHOTO, second) for a in request["attachments"])
    assert town.states() == ["new_request"]


def test_the_requester_is_told_the_reference_and_the_keeper_gets_text_and_photos(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard.", files={"entrée.jpg": PHOTO}))

    reference = town.request()["reference"]
    (acknowledgement,) = town.world.wait_for(CITIZEN)
    assert reference in acknowledgement.text
    assert acknowledgement.header("Auto-Submitted") == "auto-replied"
    assert acknowledgement.files == {}
    (notice,) = town.world.wait_for(KEEPER)
    assert "Une ampoule est cassée au gymnase Guimard." in notice.text
    assert "pris en charge" in notice.text
    assert list(notice.files.values()) == [PHOTO]
    assert town.told() == [("acknowledgement", CITIZEN), ("assigned", KEEPER)]


def test_the_acknowledgement_answers_the_mail_and_its_reply_address_is_signed_for_the_requester(
    town: Town,
) -> None:
    letter = write("Une ampoule est cassée au gymnase Guimard.")
    town.send(letter)

    (acknowledgement,) = town.world.wait_for(CITIZEN)
    (notice,) = town.world.wait_for(KEEPER)
    assert acknowledgement.header("In-Reply-To") == letter["Message-ID"]
    token = r"demandes\+[a-km-np-z2-9]{28}@ville\.test"
    assert re.search(token, acknowledgement.header("Reply-To"))
    assert re.search(token, notice.header("Reply-To"))
    assert acknowledgement.header("Reply-To") != notice.header("Reply-To")
    assert CITIZEN not in notice.header("Reply-To")


def test_references_are_gapless_and_each_request_has_its_own(town: Town) -> None:
    for number in range(3):
        town.send(write(f"Un lampadaire est en panne rue {number}.", subject=f"Lampadaire {number}"))
    numbers = [int(request["reference"].rpartition("-")[2]) for request in town.requests()]
    assert numbers == [1, 2, 3]


def test_one_mail_to_two_services_is_one_request(town: Town) -> None:
    town.send(
        write("Bonjour, une question.", to="voirie@ville.test, etat-civil@ville.test"),
        to=["voirie@ville.test", "etat-civil@ville.test"],
    )
    assert len(town.requests()) == 1
    assert town.ledger()[0]["to"] == ["voirie@ville.test", "etat-civil@ville.test"]


def test_why_it_was_placed_there_can_be_read_rule_by_rule(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    matched = [step["rule"] for step in town.request()["steps"] if step["matched"]]
    assert "dans-un-batiment" in matched
    assert town.ledger()[0]["steps"] == town.request()["steps"]
