"""A message in which no word could be read says so, to the agent and to its writer, never an empty « Message : »."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.letters import CITIZEN, KEEPER, PHOTO, answer, write
from tests.letters_in import enveloped_data
from tests.town import Town

ENCRYPTED = "Message chiffré, illisible ici"


def encrypted(**changes: str) -> EmailMessage:
    letter = write("x", **changes)  # type: ignore[arg-type]
    letter.set_content(
        enveloped_data(), maintype="application", subtype="pkcs7-mime", filename="smime.p7m",
        params={"smime-type": "enveloped-data"},
    )  # fmt: skip
    return letter


def pgp(**changes: str) -> EmailMessage:
    return write("-----BEGIN PGP MESSAGE-----\n\nhQEMAabcdef\n-----END PGP MESSAGE-----", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("letter", [encrypted(), pgp()], ids=["S/MIME", "PGP"])
def test_an_encrypted_request_says_so_everywhere(town: Town, letter: EmailMessage) -> None:
    town.send(letter)
    acknowledgement = town.world.to(CITIZEN)[0].text
    assert "Votre message est chiffré, illisible ici" in acknowledgement
    staff = next(each for each in town.notices() if each["notice"] == "assigned")["recipient"]
    notice = town.world.to(staff)[0]
    assert ENCRYPTED in notice.text
    assert "hQEMA" not in notice.text
    # What stands below as the first message, in notices of what comes later.
    town.send(answer(town.world.to(CITIZEN)[0], "Voici mon message sans chiffrement."))
    assert ENCRYPTED in town.world.to(staff)[1].text.partition("Message de départ")[2]


def test_an_encrypted_follow_up_and_one_of_pictures_say_so(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference = town.request()["reference"]
    town.send(encrypted(subject=f"Re: [{reference}]"))
    assert ENCRYPTED in town.world.to(KEEPER)[1].text
    picture = write("", subject=f"Re: [{reference}]", files={"photo.jpg": PHOTO})
    town.send(picture)
    assert "pas de texte, seulement des pièces jointes" in town.world.to(KEEPER)[2].text


@pytest.mark.parametrize(
    ("files", "expected"),
    [({"photo.jpg": PHOTO}, "aucun texte lisible dans votre message, seulement"), ({}, "aucun texte lisible dans votre message\u00a0:")],
    ids=["pictures alone", "nothing"],
)  # fmt: skip
def test_the_acknowledgement_of_a_message_without_words_asks_for_some(
    town: Town, files: dict[str, bytes], expected: str
) -> None:
    town.send(write("", subject="", files=files))
    assert expected in town.world.to(CITIZEN)[0].text


def test_whoever_wrote_it_into_the_subject_is_not_told_that_there_was_nothing_to_read(town: Town) -> None:
    town.send(write("", subject="Lampadaire en panne 3 rue des Lilas", files={"photo.jpg": PHOTO}))
    assert "lisible" not in town.world.to(CITIZEN)[0].text


def test_an_agent_s_encrypted_answer_is_kept_and_the_agent_told(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    secret = encrypted(sender=KEEPER, to=notice.header("Reply-To").rpartition("<")[2].strip(">"))
    town.send(secret)
    assert town.told()[-1] == ("command_help", KEEPER)
    assert "Votre message est chiffré, illisible ici" in town.world.to(KEEPER)[-1].text
    assert len(town.world.to(CITIZEN)) == 1
