"""From is who wrote, Reply-To where they want to be answered; behind a machine's From stands somebody else."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.letters import CITIZEN, KEEPER, STRANGER, TOWN_HALL, answer, write
from tests.town import Town, texts

LEA = "lea.marchand@example.org"
FORMS = Path(__file__).parents[1] / "data" / "web_forms.jsonl"


def form(case: dict[str, Any]) -> EmailMessage:
    headers = dict(case.get("headers", {}))
    if case.get("reply_to"):
        headers["Reply-To"] = case["reply_to"]
    return write(
        case["text"],
        subject=case["subject"],
        sender=case["from"],
        name=case.get("from_name", "Site de la ville"),
        headers=headers,
    )


def test_the_person_behind_a_machine_is_the_requester(town: Town) -> None:
    cases = [json.loads(line) for line in FORMS.read_text("utf-8").splitlines()]
    for case in cases:
        town.post(form(case))
    town.settle()
    for case, row in zip(cases, town.ledger(), strict=True):
        assert (row["from"], row["state"]) == (case["from"], "new_request"), case["id"]
        assert row["writer"]["found_by"] == case["found_by"], case["id"]
        requester = town.request(row["request"])["requester"]
        assert (requester["contact"], requester["name"]) == (case["person"], case["name"]), case["id"]
        assert requester["phone"] == case.get("phone", ""), case["id"]
        assert not town.world.to(case["from"]), case["id"]
    acknowledged = sorted(to for notice, to in town.told() if notice == "acknowledgement")
    assert acknowledged == sorted(case["person"] for case in cases if case["person"])


def wordpress(**changes: str) -> EmailMessage:
    headers = {"Reply-To": f"Léa Marchand <{LEA}>", **changes}
    return write(
        "Une ampoule est cassée au gymnase Guimard.",
        sender="wordpress@ville.test",
        name="WordPress",
        headers=headers,
    )


def test_the_agent_sees_the_person_and_answers_them(town: Town) -> None:
    town.send(wordpress())
    notice = town.world.to(KEEPER)[0]
    assert f"Léa Marchand ({LEA})" in notice.text
    assert "wordpress@ville.test" in notice.text
    town.send(answer(notice, "Bonjour Madame,\n\nEst-ce dans l'entrée ?"))
    assert "Est-ce dans l" in town.world.to(LEA)[-1].text
    assert not town.world.to("wordpress@ville.test")


def test_the_person_s_answer_to_the_acknowledgement_joins_the_request(town: Town) -> None:
    town.send(wordpress())
    town.send(answer(town.world.to(LEA)[0], "C'est dans l'entrée."))
    assert texts(town.request(), "message_in")[-1] == "C'est dans l'entrée."


def test_a_form_without_an_address_is_told_to_staff_as_one_that_nobody_can_answer(town: Town) -> None:
    town.send(
        write(
            "Nom : Léa Marchand\nTéléphone : 06 39 98 00 12\nMessage : une ampoule est cassée au gymnase Guimard",
            sender="formulaire@ville.test",
            name="Site",
        )
    )
    assert [notice for notice, _ in town.told()] == ["assigned"]
    notice = town.world.to(KEEPER)[0]
    assert "Léa Marchand (aucune adresse\u00a0: personne ne peut lui répondre)" in notice.text
    said = notice.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Téléphone indiqué, non vérifié : 06 39 98 00 12" in said
    town.send(answer(notice, "Bonjour Madame,\n\nNous passons demain."))
    assert town.told()[-1] == ("command_help", KEEPER)
    assert "aucun moyen de joindre le demandeur" in town.world.to(KEEPER)[-1].text


def test_an_address_in_the_free_text_of_a_form_is_not_written_to(town: Town) -> None:
    town.send(
        write(
            "Nom : Léa Marchand\nTéléphone : 06 39 98 00 12\nMessage : bonjour\n\nE-mail : quelqu-un@example.net",
            sender="formulaire@ville.test",
        )
    )
    assert town.request()["requester"]["contact"] == ""
    assert not town.world.to(STRANGER)


def test_a_reply_to_of_another_domain_is_a_warning_and_the_sender_stays_the_person(town: Town) -> None:
    town.send(
        write(
            "Une ampoule est cassée au gymnase Guimard.",
            headers={"Reply-To": "jeanne.petit@ailleurs.example"},
        )
    )
    assert town.request()["requester"]["contact"] == CITIZEN
    assert [to for notice, to in town.told() if notice == "acknowledgement"] == [CITIZEN]
    notice = town.world.to(KEEPER)[0]
    assert "Attention\u00a0:" in notice.text
    assert "jeanne.petit@ailleurs.example" in notice.text
    (entry,) = [each for each in town.request()["entries"] if each["kind"] == "message_in"]
    assert entry["data"]["asks_elsewhere"] == "jeanne.petit@ailleurs.example"
    assert town.ledger()[0]["writer"]["reply_to"] == ["jeanne.petit@ailleurs.example"]


@pytest.mark.parametrize("reply_to", ["jeanne@example.org", "jeanne@courriel.example.org", TOWN_HALL])
def test_a_reply_to_of_the_same_house_or_of_ours_is_no_warning(town: Town, reply_to: str) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard.", headers={"Reply-To": reply_to}))
    assert "Attention" not in town.world.to(KEEPER)[0].text
    assert town.request()["requester"]["contact"] == CITIZEN


def test_our_own_letter_come_back_without_its_marks_names_nobody_of_its_text(town: Town) -> None:
    town.send(wordpress())
    notice = town.world.to(KEEPER)[0]
    back = write(notice.text, sender="demandes@ville.test", headers={"Reply-To": notice.header("Reply-To")})
    town.send(back)
    assert town.states()[-1] == "automatic"


def test_a_form_gives_nobody_the_standing_of_an_agent_s_proof(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference = town.request()["reference"]
    town.send(
        write(
            f"Nom : Karim\nE-mail : {KEEPER}\nMessage : terminé",
            subject=f"Re: [{reference}]",
            sender="formulaire@ville.test",
            headers={"Authentication-Results": "mx.ville.test; dkim=pass header.d=agents.ville.test"},
        )
    )
    assert town.request(reference)["state"] == "new"
    assert len(town.world.to(CITIZEN)) == 1
