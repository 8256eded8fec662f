"""Staff hand a citizen's mail on: the citizen is proposed, and becomes the requester at their word alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.letters import CITIZEN, KEEPER, STRANGER, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

CASES = Path(__file__).parents[1] / "data" / "forwarded.jsonl"
HANDED_ON = (
    "Bonjour, pour suite à donner.\n\nDe : Jeanne Petit <jeanne.petit@example.org>\n"
    "Envoyé : mardi 3 novembre 2026 10:12\nÀ : Karim Benali\nObjet : Ampoule\n\n"
    "Une ampoule est cassée au gymnase Guimard."
)


@pytest.fixture
def asked(town: Town) -> Delivered:
    """What the agent is asked about the mail that he handed on."""
    town.send(write(HANDED_ON, subject="TR : Ampoule", sender=KEEPER, name="Karim Benali"))
    return next(each for each in town.world.to(KEEPER) if "demandeur" in each.header("Subject"))


def test_the_citizen_is_proposed_and_nothing_is_sent_to_them(town: Town, asked: Delivered) -> None:
    request = town.request()
    assert request["requester"]["contact"] == KEEPER
    assert request["subject"] == "Ampoule"
    assert "Jeanne Petit (jeanne.petit@example.org)" in asked.text
    assert "mailto:" in asked.letter.get_body(("html",)).get_content()
    assert ("acknowledgement", KEEPER) not in town.told()
    assert not town.world.to(CITIZEN)
    assert "jeanne.petit@example.org" in texts(request, "note")[0]


def test_oui_makes_the_citizen_the_requester(town: Town, asked: Delivered) -> None:
    town.send(answer(asked, "Oui.\n\nKarim Benali"))
    request = town.request()
    assert town.states()[-1] == "command"
    assert request["requester"]["contact"] == CITIZEN
    acknowledgement = town.world.to(CITIZEN)[0]
    assert request["reference"] in acknowledgement.header("Subject")
    town.send(answer(acknowledgement, "C'est dans l'entrée."))
    assert texts(town.request(), "message_in")[-1] == "C'est dans l'entrée."
    # The question is settled: the same word again is no order any more.
    town.send(answer(asked, "oui"))
    assert town.request()["requester"]["contact"] == CITIZEN
    assert [to for notice, to in town.told() if notice == "acknowledgement"] == [CITIZEN]


def test_non_keeps_the_request_where_it_is(town: Town, asked: Delivered) -> None:
    town.send(answer(asked, "non"))
    assert town.request()["requester"]["contact"] == KEEPER
    assert not town.world.to(CITIZEN)
    town.send(answer(asked, "oui"))
    assert town.request()["requester"]["contact"] == KEEPER
    assert not town.world.to(CITIZEN)


def test_anything_else_is_said_about_the_request(town: Town, asked: Delivered) -> None:
    town.send(answer(asked, "Oui mais rappelez-la d'abord, elle est sourde."))
    assert town.request()["requester"]["contact"] == KEEPER
    assert not town.world.to(CITIZEN)
    assert "sourde" in texts(town.request(), "message_in")[-1]


def test_somebody_else_s_oui_changes_nothing(town: Town, asked: Delivered) -> None:
    town.send(answer(asked, "oui", sender=STRANGER))
    first, _second = town.requests()
    assert town.request(first["reference"])["requester"]["contact"] == KEEPER
    assert not town.world.to(CITIZEN)


def test_a_citizen_s_forward_proposes_nobody(town: Town) -> None:
    town.send(write(HANDED_ON, subject="TR : Ampoule", sender=STRANGER, name="Paul"))
    assert [notice for notice, _ in town.told()] == ["acknowledgement", "assigned"]
    assert town.request()["requester"]["contact"] == STRANGER


def test_every_mail_program_s_way_of_handing_on_is_read(town: Town) -> None:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    for number, case in enumerate(cases):
        # A secretary each, or the fifth is held.
        sender = f"accueil{number}@ville.test"
        town.post(write(case["text"], subject=case["subject"], sender=sender, name="Accueil"))
    town.settle()
    assert [row["state"] for row in town.ledger()] == ["new_request"] * len(cases)
    for number, case in enumerate(cases):
        (asked,) = town.world.to(f"accueil{number}@ville.test")
        assert case["address"] in asked.text, case["id"]
        assert not town.world.to(case["address"]), case["id"]


def test_an_attached_mail_proposes_its_writer(town: Town) -> None:
    inner = write("Une ampoule est cassée au gymnase Guimard.")
    outer = write("Voir ci-joint.", subject="Demande d'une habitante", sender=KEEPER, name="Karim Benali")
    outer.add_attachment(inner)
    town.send(outer)
    assert ("forwarded", KEEPER) in town.told()
    assert not town.world.to(CITIZEN)
