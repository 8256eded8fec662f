"""Planned work by day, and calendars that read along: nobody's words in them, and an address that can be ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dispatch.web.own.calendars import Event, calendar
from models.tables.requests import Task
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT
from tests.web.browsing import Browser, Counter


@pytest.fixture
def planned(counter: Counter) -> str:
    """A request that Karim Benali has planned for the day after tomorrow."""
    reference = counter.ask(subject="Ampoule chez Mme Petit")
    with counter.database.reading() as session:
        karim = counter.board.organisations.current(session).in_force.agent_ids["karim-benali"]
    counter.set(reference, assignee_id=karim, planned_at=counter.clock() + timedelta(days=2))
    return reference


def address_of(browser: Browser, what: str = "ouvrir") -> str:
    """The address that the page shows once."""
    browser.open("/agenda")
    text = browser.send("/agenda/calendrier", quoi=what).text
    found = re.search(r'readonly value="https?://[^/]+(/agenda/[^"]+)"', text)
    return found[1] if found is not None else ""


def test_the_agenda_holds_what_is_planned_for_oneself_or_for_all_one_sees(
    counter: Counter, planned: str
) -> None:
    keeper, boss, roads = (counter.signed_in(each) for each in (KEEPER, ADMINISTRATOR, ROADS_AGENT))
    assert planned in keeper.open("/agenda").text
    assert planned not in boss.open("/agenda").text and planned in boss.open("/agenda?a=tous").text
    assert planned in boss.open("/agenda?a=karim-benali").text
    for path in ("/agenda", "/agenda?a=tous", "/agenda?a=karim-benali"):
        assert planned not in roads.open(path).text, path
    assert counter.signed_in(CITIZEN, as_staff=False).open("/agenda").status_code == 404
    counter.set(planned, planned_at=counter.clock() + timedelta(days=60))
    assert planned not in keeper.open("/agenda").text


def test_a_calendar_reads_days_and_places_and_nobodys_words(counter: Counter, planned: str) -> None:
    address = address_of(counter.signed_in(KEEPER))
    page = counter.browser().open(address)
    assert page.headers["Content-Type"].startswith("text/calendar")
    text = page.content.decode()
    day = (counter.clock() + timedelta(days=2)).strftime("%Y%m%d")
    assert f"DTSTART;VALUE=DATE:{day}\r\n" in text and f"SUMMARY:{planned} – Gymnase Guimard\r\n" in text
    assert "Ampoule" not in text and "Petit" not in text and "Jeanne" not in text
    assert [row.actor for row in counter.accesses("list") if row.subject == "calendar"] == [
        "agent:karim-benali"
    ]


def test_a_calendar_shows_hours_that_are_known_and_says_the_others(counter: Counter, planned: str) -> None:
    address = address_of(counter.signed_in(KEEPER))
    for hours, begins, said in (
        ("09:00-11:30", "DTSTART:20261105T080000Z\r\nDTEND:20261105T103000Z\r\n", "Gymnase Guimard\r\n"),
        ("morning", "DTSTART;VALUE=DATE:20261105\r\n", "Gymnase Guimard – le matin\r\n"),
    ):
        counter.set(planned, planned_at=datetime(2026, 11, 5, 8, tzinfo=UTC), planned_hours=hours)
        text = counter.browser().open(address).content.decode()
        assert begins in text and f"SUMMARY:{planned} – {said}" in text


def test_an_address_ends_when_it_is_replaced_deleted_or_its_owner_leaves(
    counter: Counter, planned: str
) -> None:
    keeper, anybody = counter.signed_in(KEEPER), counter.browser()
    first = address_of(keeper)
    assert first not in keeper.open("/agenda").text, "it is shown once"
    second = address_of(keeper)
    assert [anybody.open(each).status_code for each in (first, second)] == [404, 200]
    address_of(keeper, "fermer")
    assert anybody.open(second).status_code == 404
    third = address_of(keeper)
    organisation = counter.organisation()
    agents = tuple(
        each.model_copy(update={"closed": True}) if each.key == "karim-benali" else each
        for each in organisation.agents
    )
    counter.organise(organisation.model_copy(update={"agents": agents}))
    assert anybody.open(third).status_code == 404
    assert anybody.open("/agenda/x.ics").text == anybody.open(third).text


def test_lines_of_a_calendar_are_folded_between_characters_and_hold_no_second_property() -> None:
    now = datetime(2026, 11, 3, tzinfo=UTC)
    said = "2026-00042 – " + "é" * 100 + ";X-EVIL:1\r\nBEGIN:VALARM, fin"
    text = calendar("Karim", "ville.test", [Event("a", now.date(), said, "https://ville.test/")], now)
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    whole = text.replace("\r\n ", "")
    assert "é" * 100 + "\\;X-EVIL:1 BEGIN:VALARM\\, fin" in whole
    assert whole.count("\r\nBEGIN:") == 1


def test_two_tasks_of_one_request_on_one_day_are_two_events(counter: Counter, planned: str) -> None:
    with counter.database.transaction() as session:
        karim = counter.board.organisations.current(session).in_force.agent_ids["karim-benali"]
        for title in ("Échelle", "Ampoule"):
            session.add(
                Task(
                    request_id=1, title=title, assignee_id=karim, created_at=counter.clock(),
                    due_at=counter.clock() + timedelta(days=2),
                )
            )  # fmt: skip
    text = counter.browser().open(address_of(counter.signed_in(KEEPER))).content.decode()
    keys = re.findall(r"UID:([^@]+)@", text.replace("\r\n ", ""))
    assert len(keys) == len(set(keys)) == 3, keys
