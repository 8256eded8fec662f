"""Somebody may be in danger: told at once at any hour, held by somebody, due within hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cli.office import now
from tests.flow.conftest import Founder, TextFounder
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS, ROADS_AGENT, answer, write
from tests.texting import TextTown
from tests.town import Town, wait_until

MARC = "+33639980021"
INES = "+33639980022"
#: Nothing that can wait leaves in this town: open for one minute of the week, that is not now.
_MINUTE = "00:00-00:01" if now().hour >= 12 else "23:58-23:59"
NIGHT = {"weekdays": _MINUTE, "saturday": "", "sunday": "", "holidays": ""}
GAS = "Ça sent le gaz très fort rue des Écoles, devant l'école."


def change_town(town: Town, **values: Any) -> None:
    before = town.organisation()
    town.change_organisation(before.model_copy(update={"town": before.town.model_copy(update=values)}))


@pytest.fixture
def night_town(found_text_town: TextFounder) -> TextTown:
    return found_text_town(sms={"quiet_hours": NIGHT})


def test_whoever_is_on_call_is_texted_at_night_in_spite_of_budget_and_caps(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(
        sms={
            "quiet_hours": NIGHT,
            "texts": {"monthly_budget": 0, "per_number_per_day": 1, "per_staff_number_per_day": 1},
        },
        outgoing={"per_agent_per_hour": 1},
    )
    change_town(town, on_call=("marc-durand",), emergency_phone="+33199001099")
    for at in range(2):
        town.post(write(f"{GAS} Message {at}.", subject=f"Gaz {at}"))
    wait_until(lambda: len(town.texts_to(MARC)) == 2, "the budget, the cap or the night held a text back")
    first, second = sorted(town.texts_to(MARC))
    year = f"{now():%Y}"
    assert first.startswith(f"DANGER possible, {year}-00001 :") and "sent le gaz" in first
    assert "Répondez" in first and f"{year}-00002" in second
    assert town.texts_to(INES) == []
    acknowledged = town.world.to(CITIZEN)[0].text
    assert "appelez le 112 (18\u00a0: pompiers, 15\u00a0: SAMU)" in acknowledged
    assert "à toute heure\u00a0: 01\u00a099\u00a000\u00a010\u00a099" in acknowledged


def test_it_is_due_within_hours_and_somebody_has_it(night_town: TextTown) -> None:
    change_town(night_town, on_call=("marc-durand",), danger_due_hours=3)
    night_town.send(write(GAS, to="mairie@ville.test"))
    request = night_town.request()
    assert request["due_at"] - request["created_at"] <= timedelta(hours=3)
    assert request["assignee"] is not None
    assert request["priority"] == "urgent"


def test_without_anybody_on_call_the_services_agents_are_told_by_what_they_have(found_town: Founder) -> None:
    """By text and by email at once, and whoever holds it gets no second email."""
    town = found_town()
    town.send(write("Un câble électrique dénudé pend au gymnase Guimard !"))
    told = [(notice, to) for notice, to in town.told() if notice in ("danger", "assigned")]
    assert {to for notice, to in told if notice == "danger"} == {
        KEEPER, "+33639980022", "paul.girard@agents.ville.test", "+33639980023"
    }  # fmt: skip
    assert len({to for _, to in told}) == len(told), "one of each kind"
    assert all(not row["can_wait"] for row in town.notices() if row["notice"] == "danger")
    assert town.request()["assignee"] == "karim-benali"
    letter = town.world.to(KEEPER)[0]
    assert "en danger" in letter.text and "URGENT" in letter.header("Subject")
    assert "Échéance\u00a0:" in letter.text and "confié à Karim Benali" in letter.text


def test_an_order_answers_the_letter_about_a_danger(found_town: Founder) -> None:
    town = found_town()
    change_town(town, on_call=("karim-benali",))
    town.send(write(GAS))
    (letter,) = [each for each in town.world.to(KEEPER) if "URGENT" in each.header("Subject")]
    town.send(answer(letter, "Pris en charge"))
    assert town.request()["state"] == "taken"


def test_a_service_where_nobody_works_has_the_administrators_told_and_one_of_them_has_it(
    found_town: Founder,
) -> None:
    town = found_town()
    before = town.organisation()
    alone = tuple(
        agent if agent.role == "administrator" else agent.model_copy(update={"services": ()})
        for agent in before.agents
    )
    services = tuple(
        each.model_copy(update={"person": None, "assignment": "none"}) for each in before.services
    )
    buildings = tuple(each.model_copy(update={"keeper": None}) for each in before.buildings)
    town.change_organisation(
        before.model_copy(update={"agents": alone, "services": services, "buildings": buildings})
    )
    town.send(write("Ça sent le gaz au gymnase Guimard."))
    assert ("danger", ADMINISTRATOR) in town.told()
    assert town.request()["assignee"] == "sophie-martin"


def test_nobody_on_call_is_woken_for_a_lamp(night_town: TextTown) -> None:
    night_town.text("Le lampadaire rue des Écoles ne marche plus")
    assert "danger" not in [notice for notice, _ in night_town.told()]


def test_a_notice_says_who_has_the_request_and_how_to_hand_it_on(town: Town) -> None:
    before = town.organisation()
    services = tuple(
        each.model_copy(update={"assignment": "none", "person": None}) if each.key == "voirie" else each
        for each in before.services
    )
    town.change_organisation(before.model_copy(update={"services": services}))
    town.send(write("Le lampadaire est éteint rue des Écoles.", to="voirie@ville.test"))
    mailbox = town.world.to(ROADS)[0]
    assert "n’est encore confié à personne" in mailbox.text
    assert "vous est confié" not in mailbox.text
    (line,) = [line for line in mailbox.text.splitlines() if "affecter à" in line]

    town.send(answer(mailbox, line.lstrip("- ")))
    assert town.request()["assignee"] == "marc-durand"
    assert "vous est confié" in town.world.to(ROADS_AGENT)[0].text
