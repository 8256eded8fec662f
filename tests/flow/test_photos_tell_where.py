"""A photo says where it was taken, to the counter alone; the first message is kept whole."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.letters import CITIZEN, write
from tests.photos import photo_taken_at
from tests.town import Town, texts


def test_the_building_nearest_to_the_photo_is_proposed_and_the_position_stays_here(town: Town) -> None:
    organisation = town.organisation()
    gym = next(each for each in organisation.buildings if each.key == "gymnase-guimard")
    placed = gym.model_copy(update={"latitude": 47.25, "longitude": 0.5})
    others = [
        each.model_copy(update={"latitude": 47.35, "longitude": 0.5})
        for each in organisation.buildings
        if each is not gym
    ]
    town.change_organisation(organisation.model_copy(update={"buildings": (placed, *others)}))
    photo = photo_taken_at(47.25, 0.5)
    assert b"Telephone de Jeanne" in photo

    town.send(write("Bonjour, voyez la photo.", subject="Un souci", files={"souci.jpg": photo}))

    request = town.request()
    assert request["building"] == "gymnase-guimard"
    assert request["position"] == [pytest.approx(47.25), pytest.approx(0.5)]
    (kept,) = request["attachments"]
    assert town.office.files.get(kept["sha256"]) == photo, "what came is kept as it came"
    copies = [content for letter in town.world.delivered for content in letter.files.values()]
    assert copies, "whoever works on it gets the photo"
    for copy in copies:
        assert b"Telephone de Jeanne" not in copy
        image = Image.open(io.BytesIO(copy))
        assert image.size == (320, 240)
        assert not image.getexif()


def test_a_photo_taken_far_from_every_building_proposes_none(town: Town) -> None:
    town.send(write("Voyez la photo.", subject="Un souci", files={"souci.jpg": photo_taken_at(10.0, 10.0)}))
    assert town.request()["building"] is None


def test_the_first_message_keeps_its_signature_and_an_answer_does_not(town: Town) -> None:
    signed = "Une ampoule est cassée au gymnase Guimard.\n\n-- \nJeanne Petit\n3 rue des Lilas\n"
    town.send(write(signed))
    assert texts(town.request(), "message_in") == [signed.strip().replace("-- \n", "--\n")]
    acknowledgement = town.world.to(CITIZEN)[0]
    reply = write(
        "Toujours cassée.\n\n-- \nJeanne Petit\n3 rue des Lilas\n",
        to=str(acknowledgement.letter["Reply-To"].addresses[0].addr_spec),
        headers={"In-Reply-To": acknowledgement.header("Message-ID")},
    )
    town.send(reply)
    assert texts(town.request(), "message_in")[1] == "Toujours cassée."


def test_a_first_message_that_forwards_another_keeps_what_it_forwards(town: Town) -> None:
    forwarded = (
        "Pour suite à donner.\n\n---------- Forwarded message ---------\n"
        "De : Paul Roux <paul.roux@example.net>\nDate: lun. 2 nov. 2026 à 09:12\n"
        "Subject: Ampoule\nTo: <jeanne.petit@example.org>\n\nUne ampoule est cassée au gymnase Guimard.\n"
    )
    town.send(write(forwarded, subject="Tr: Ampoule"))
    (text,) = texts(town.request(), "message_in")
    assert "Pour suite à donner." in text
    assert "Une ampoule est cassée au gymnase Guimard." in text
    assert town.request()["building"] == "gymnase-guimard"
