"""Whoever waits at home is told the hours, however the agent wrote them; what is undone and planned anew says them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cli.office import now
from dispatch.letters.filters import day
from tests.flow.conftest import Founder
from tests.letters import CITIZEN, KEEPER, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, wait_until

_FIRST = now().date() + timedelta(days=12)
_NEXT = _FIRST + timedelta(days=1)


def _said(when: date) -> str:
    return day("fr", "Europe/Paris", when)


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Bonjour,\n\nUne ampoule est cassée au gymnase Guimard.\n\nJeanne"))
    return town.world.to(KEEPER)[0]


def test_a_planned_hour_reaches_the_requester_and_an_undone_one_is_named(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, f"Planifié le {_FIRST:%d/%m/%Y} entre 9h et 11h"))
    told = town.world.to(CITIZEN)[-1]
    when = f"{_said(_FIRST)}, entre 9\u00a0h et 11\u00a0h"
    assert when in _on_one_line(told)
    assert when in told.header("Subject")

    town.send(answer(notice, f"Prévu le {_NEXT:%d/%m/%Y} à 14h"))
    assert f"{_said(_NEXT)} à 14\u00a0h" in _on_one_line(town.world.to(CITIZEN)[-1])

    town.send(answer(notice, "Annuler"))
    said = _on_one_line(town.world.to(KEEPER)[-1])
    assert when in said and f"{_said(_NEXT)} à 14\u00a0h" in said
    planned = town.request()
    assert planned["state"] == "planned"


def test_a_day_without_hours_says_none(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, f"Planifié le {_FIRST:%d/%m/%Y}"))
    assert f"planifiée pour le {_said(_FIRST)}." in _on_one_line(town.world.to(CITIZEN)[-1])


def test_another_day_given_at_once_is_the_only_one_that_the_requester_reads(found_town: Founder) -> None:
    town = found_town(agents={"publish_delay_seconds": 3600})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.post(answer(notice, f"Planifié le {_next_feast():%d/%m/%Y}"))
    wait_until(lambda: len(town.world.to(KEEPER)) == 2, "nothing is said of the day")

    town.post(answer(notice, f"Planifié le {_FIRST:%d/%m/%Y}"))

    wait_until(lambda: len(town.world.to(CITIZEN)) == 2, "the requester is not told")
    assert f"planifiée pour le {_said(_FIRST)}." in _on_one_line(town.world.to(CITIZEN)[1])
    assert sorted(row["state"] for row in town.notices() if row["notice"] == "planned") == [
        "canceled",
        "sent",
    ]


def _next_feast() -> date:
    """The next fourteenth of July."""
    today = now().date()
    return date(today.year + (today >= date(today.year, 7, 14)), 7, 14)


def _on_one_line(letter: Delivered) -> str:
    return letter.text.replace("\r\n", " ").replace("\n", " ")


def test_a_public_holiday_is_planned_and_the_agent_is_told(town: Town, notice: Delivered) -> None:
    feast = _next_feast()
    town.send(answer(notice, f"Planifié le {feast:%d/%m/%Y}"))
    assert town.request()["state"] == "planned"
    told = town.world.to(KEEPER)[-1]
    assert "Planifiée un jour de fermeture" in told.header("Subject")
    assert f"planifié pour le {_said(feast)}, qui est un jour férié" in _on_one_line(told)
    assert "n’a pas changé" not in told.text
    assert f"planifiée pour le {_said(feast)}." in _on_one_line(town.world.to(CITIZEN)[-1])
