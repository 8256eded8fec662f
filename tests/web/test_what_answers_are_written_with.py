"""Beside the words one types: answers that the town has ready, and what an answer by text message takes."""

from __future__ import annotations

from pathlib import Path

from models.organisation.canned import CannedAnswer
from models.organisation.values import Label
from tests.letters import CITIZEN, KEEPER, TOWN_HALL
from tests.web.browsing import Counter
from tests.web.test_drafts import keep, texts


def ready(counter: Counter) -> None:
    answers = (
        CannedAnswer(
            key="passage",
            number=3,
            label=Label(fr="Nous passons", en="We come"),
            text=Label(fr="Une équipe passera dans la semaine.", en="A team will come this week."),
        ),
        CannedAnswer(
            key="autre",
            number=4,
            label=Label(fr="D’un autre type"),
            text=Label(fr="Rien."),
            types=("permis",),
        ),
    )
    counter.organise(counter.organisation().model_copy(update={"answers": answers}))


def test_a_ready_answer_is_added_to_what_was_typed_and_nothing_leaves(counter: Counter) -> None:
    ready(counter)
    reference = counter.ask()
    agent = counter.signed_in(KEEPER)
    page = agent.open(f"/demandes/{reference}").text
    assert "3 – Nous passons" in page and "D’un autre type" not in page
    hidden = agent.hidden(f"/demandes/{reference}/repondre")
    path = f"/demandes/{reference}/brouillon"
    agent.send(path, **hidden, texte="Bonjour Madame,", modele="passage", ajouter="1")
    assert texts(counter) == ["Bonjour Madame,\n\nUne équipe passera dans la semaine."]
    assert "Bonjour Madame,\n\nUne équipe passera dans la semaine.</textarea>" in agent.page.text
    hidden = agent.hidden(f"/demandes/{reference}/repondre")
    agent.send(path, **hidden, texte="Bonjour,", modele="autre", ajouter="1")
    assert texts(counter) == ["Bonjour,"], "it is not offered for this request"
    # The menu alone, which every form sends along, adds nothing.
    agent.send(
        f"/demandes/{reference}/repondre", **agent.hidden(f"/demandes/{reference}/repondre"), texte="Non.", modele="passage"
    )  # fmt: skip
    assert [row.data["text"] for row in counter.notices("answer")] == ["Non."]


def test_whoever_is_answered_by_text_has_it_measured_while_it_is_typed(counter: Counter) -> None:
    agent = counter.signed_in(KEEPER)
    agent.open("/nouvelle")
    agent.send(
        "/nouvelle",
        texte="Une ampoule est cassée au gymnase Guimard.",
        origine="telephone",
        nom="Ali Haddad",
        contact="+33 6 39 98 00 12",
    )
    counter.settle()
    reference = "2026-00001"
    assert "Part par SMS" in agent.open(f"/demandes/{reference}").text
    # 147 letters and the reference in brackets fill one message; one more makes two.
    assert (
        Path("templates/fr/sms/answer.txt").read_text("utf-8").strip()
        == "{{ text | plain }} ({{ request.reference }})"
    )
    said = [keep(agent, reference, "é" * n).json()["said"] for n in (147, 148, 2_000)]
    assert "1 SMS, 0,08" in said[0] and "2 SMS, 0,16" in said[1]
    assert "Plus de 3 SMS" in said[2]
    assert "Plus de 3 SMS" in agent.open(f"/demandes/{reference}").text
    # By mail nothing is measured.
    by_mail = counter.ask(sender=CITIZEN, to=TOWN_HALL, message_id="<m@example.org>")
    assert "SMS" not in keep(agent, by_mail, "é" * 500).json()["said"]
