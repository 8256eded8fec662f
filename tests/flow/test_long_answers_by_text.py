"""An answer that is too long for the segments of the settings."""

from __future__ import annotations

import re
from datetime import timedelta

import requests

from dispatch.letters.segments import measure
from models.signing.tokens import Purpose
from models.tables.outbox import OutboundMessage
from tests.texting import CITIZEN, PUBLIC_URL, TextTown


def test_a_long_answer_is_cut_and_its_end_can_be_read_on_a_page(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    words = "Bonjour Madame, " + "Nous avons commandé la pièce. " * 40 + "<b>Fin</b>."
    text_town.answer_as_agent(words)
    sent = text_town.texts_to(CITIZEN)[-1]
    assert measure(sent).count <= 3 and measure(sent).encoding == "GSM-7"
    address = re.search(rf"{PUBLIC_URL}(/suite/[a-z0-9]+)", sent)
    assert address is not None
    page = requests.get(text_town.http + address[1], timeout=60)
    assert page.status_code == 200
    assert "&lt;b&gt;Fin&lt;/b&gt;." in page.text
    other = address[1][:-1] + ("a" if address[1][-1] != "a" else "b")
    assert requests.get(text_town.http + other, timeout=60).status_code == 404


def test_pages_of_the_time_when_their_number_was_that_of_tasks_stand_until_they_expire(
    text_town: TextTown,
) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.answer_as_agent("Bonjour Madame, " + "nous avons commandé la pièce. " * 40)
    sent = text_town.texts_to(CITIZEN)[-1]
    address = re.search(rf"{PUBLIC_URL}/suite/([a-z0-9]+)", sent)
    assert address is not None
    signer = text_town.office.signer
    page = signer.read(address[1])
    with text_town.office.database.reading() as session:
        person_id = session.get_one(OutboundMessage, page.subject_id).person_id
    assert person_id is not None
    at_once = page.expires_at - timedelta(days=1)
    old = signer.sign(Purpose.TASK, page.subject_id, person_id, at_once)
    assert requests.get(f"{text_town.http}/suite/{old}", timeout=60).status_code == 200
    # A reply address about a task lives longer: it opens no page.
    task = signer.sign(Purpose.TASK, page.subject_id, person_id, at_once + timedelta(days=340))
    assert requests.get(f"{text_town.http}/suite/{task}", timeout=60).status_code == 404
