"""One person by email and by text: linked by a code, then one conversation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cli.office import now
from dispatch.notices.secret.words import BLOTTED
from dispatch.upkeep.guarding.spent_codes import SpentCodes
from models.signing.sealed import is_sealed
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.texts import ContactCode
from tests.letters import CITIZEN as JEANNE
from tests.letters import answer, relayed, write
from tests.texting import CITIZEN, OTHER, TextTown
from tests.town import texts, wait_until

_outbox = table_of(OutboundMessage)


def _code(town: TextTown) -> str:
    letter = town.world.to(JEANNE)[-1]
    found = re.search(r"\b[0-9]{6}\b", letter.text)
    assert found is not None
    return found[0]


def _second_code(town: TextTown) -> str:
    """The code that proves the number: only its holder reads it."""
    found = [re.search(r"\b[0-9]{6}\b", text) for text in town.texts_to(CITIZEN)]
    return [each[0] for each in found if each is not None][-1]


def test_an_address_named_by_text_is_linked_by_the_code_that_was_sent_there(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    text_town.text(f"EMAIL {JEANNE}")
    text_town.text(_code(text_town))
    text_town.text("SUIVI")
    assert "2026-" not in text_town.texts_to(CITIZEN)[-1], "the number itself is not proved yet"
    asked = [text for text in text_town.texts_to(CITIZEN) if "***@" in text]
    assert len(asked) == 2, "the code's way, and the last step"
    assert not any(JEANNE in text for text in text_town.texts_to(CITIZEN)), "an address is no place for words"
    text_town.text(_second_code(text_town))
    assert JEANNE in text_town.texts_to(CITIZEN)[-1]
    text_town.text("toujours rien")
    assert texts(text_town.request(), "message_in")[-1] == "toujours rien"
    text_town.answer_as_agent("Bonjour Madame, votre dossier avance bien.")
    assert "votre dossier avance bien" in text_town.texts_to(CITIZEN)[-1]


def test_a_wrong_code_links_nothing_and_only_a_few_can_be_tried(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    text_town.text(f"EMAIL {JEANNE}")
    right = _code(text_town)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(4):
        text_town.text(wrong)
    text_town.text(right)
    text_town.text("SUIVI")
    assert "2026-00001" not in text_town.texts_to(CITIZEN)[-1]


def test_a_code_is_worth_nothing_from_another_number(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    text_town.text(f"EMAIL {JEANNE}")
    text_town.text(_code(text_town), sender=OTHER)
    text_town.text("SUIVI", sender=OTHER)
    assert "2026-00001" not in text_town.texts_to(OTHER)[-1]


def test_the_address_of_staff_cannot_be_claimed(text_town: TextTown) -> None:
    text_town.text("EMAIL marc.durand@agents.ville.test")
    assert [notice for notice, _ in text_town.told()] == []


def test_a_number_named_in_an_answer_to_our_letter_is_linked_by_the_code_texted_there(
    text_town: TextTown,
) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    letter = text_town.world.to(JEANNE)[-1]
    text_town.send(answer(letter, "TEL 06 39 98 00 12"))
    code = re.search(r"\b[0-9]{6}\b", text_town.texts_to(CITIZEN)[-1])
    assert code is not None
    text_town.send(answer(letter, code[0]))
    text_town.text("toujours rien")
    assert texts(text_town.request(), "message_in")[-1] == "toujours rien"


def test_a_forged_from_cannot_ask_for_a_code(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    reference = text_town.request()["reference"]
    text_town.send(write("TEL 06 39 98 00 13", subject=f"Re: {reference}"))
    assert text_town.texts_to(OTHER) == []
    assert texts(text_town.request(reference), "message_in")[-1] == "TEL 06 39 98 00 13"


def test_a_number_is_read_as_it_is_dialled_where_the_town_is(text_town: TextTown) -> None:
    """Six digits are a line of Nouvelle-Calédonie only there; those that begin with 60 are nobody's."""
    organisation = text_town.organisation()
    town = organisation.town.model_copy(update={"holidays": "nouvelle-caledonie"})
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    letter = text_town.world.to(JEANNE)[-1]
    text_town.change_organisation(organisation.model_copy(update={"town": town}))
    text_town.send(answer(letter, "TEL 60 12 34"))
    assert [who for notice, who in text_town.told() if notice == "contact_code"] == ["+687601234"]


def test_a_leaked_reply_address_and_a_forged_from_do_not_link(text_town: TextTown) -> None:
    """Who knows a citizen's reply address gives the code of their own telephone back, and is not linked by it."""
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    letter = text_town.world.to(JEANNE)[-1]
    text_town.send(relayed(answer(letter, "TEL 06 39 98 00 13")))
    code = re.search(r"\b[0-9]{6}\b", text_town.texts_to(OTHER)[-1])
    assert code is not None
    text_town.send(relayed(answer(letter, code[0])))
    text_town.text("SUIVI", sender=OTHER)
    assert "2026-" not in text_town.texts_to(OTHER)[-1]
    second = re.search(r"\b[0-9]{6}\b", text_town.world.to(JEANNE)[-1].text)
    assert second is not None
    assert second[0] != code[0]
    text_town.send(relayed(answer(letter, second[0])))
    text_town.text("SUIVI", sender=OTHER)
    assert "2026-" in text_town.texts_to(OTHER)[-1]


def test_news_move_to_a_number_once_the_letter_and_the_code_both_said_yes(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    text_town.send(answer(text_town.world.to(JEANNE)[-1], "CHANGER NUMÉRO 06 39 98 00 12"))
    code = re.search(r"\b[0-9]{6}\b", text_town.texts_to(CITIZEN)[-1])
    assert code is not None
    text_town.text(f"{(int(code[0]) + 1) % 1_000_000:06d}")
    text_town.text(code[0])
    text_town.answer_as_agent("Bonjour Madame, votre dossier avance bien.")
    assert not any("votre dossier" in each for each in text_town.texts_to(CITIZEN)), (
        "the old one said nothing"
    )
    asked = next(each for each in text_town.world.to(JEANNE) if "CONFIRMER" in each.text)
    text_town.send(answer(asked, "CONFIRMER"))
    assert "c'est fait" in text_town.texts_to(CITIZEN)[-1]
    text_town.answer_as_agent("Bonjour Madame, une nacelle passe jeudi.")
    assert "une nacelle passe jeudi" in text_town.texts_to(CITIZEN)[-1]
    rows = [row["data"] for row in text_town.notices() if row["notice"] == "contact_change"]
    assert len(rows) == 2
    assert code[0] not in str(rows), "sealed, and hashed beside it"
    later = SpentCodes(text_town.office.database, text_town.settings, lambda: now() + timedelta(days=3))
    later.run()
    assert set(_kept_codes(text_town, "contact_change").values()) == {"", BLOTTED}


@pytest.mark.parametrize(
    ("before", "town_speaks", "reads"),
    [
        ("Hello, the street light in front of the school has been broken for a week.", "fr", "en"),
        ("Bonjour, le lampadaire devant l'école est cassé depuis une semaine.", "en", "fr"),
        ("", "en", "en"),
        ("", "fr", "fr"),
    ],
)
def test_the_code_is_written_in_the_language_of_whoever_asks(
    text_town: TextTown, before: str, town_speaks: str, reads: str
) -> None:
    """As their requests are answered; an address shows no language, so it is the town's of a person not known."""
    organisation = text_town.organisation()
    speaking = organisation.town.model_copy(update={"locale": town_speaks})
    text_town.change_organisation(organisation.model_copy(update={"town": speaking}))
    wait_until(lambda: text_town.organisation().town.locale == town_speaks, "the town does not change")
    if before:
        text_town.text(before)
    text_town.text("EMAIL the.new.address.of.jeanne@example.org")
    (letter,) = text_town.world.to("the.new.address.of.jeanne@example.org")
    assert ("If you asked for nothing" in letter.text) == (reads == "en"), letter.text
    assert ("was sent to" in text_town.texts_to(CITIZEN)[-1]) == (reads == "en")


def test_codes_that_were_texted_or_mailed_are_blotted_out_once_they_left(text_town: TextTown) -> None:
    text_town.send(write("Le lampadaire rue des Écoles", subject="Lampadaire éteint"))
    text_town.text(f"EMAIL {JEANNE}")
    first = _code(text_town)
    text_town.text(first)
    second = _second_code(text_town)
    kept = _kept_codes(text_town)
    assert kept["email"] == BLOTTED
    assert is_sealed(kept["sms"]), "its carrier may still give it back"
    with text_town.office.database.reading() as session:
        codes = session.connection().execute(sa.select(table_of(ContactCode))).mappings().all()
    assert codes and first not in str(codes) and second not in str(codes)
    later = SpentCodes(text_town.office.database, text_town.settings, lambda: now() + timedelta(days=2))
    later.run()
    assert set(_kept_codes(text_town).values()) == {BLOTTED}


def _kept_codes(town: TextTown, notice: str = "contact_code") -> dict[str, str]:
    with town.office.database.reading() as session:
        query = sa.select(_outbox).where(_outbox.c.notice == notice)
        return {row["channel"]: row["data"]["code"] for row in session.connection().execute(query).mappings()}
