"""The clock of a town is that of the place whose public holidays it keeps, and its week the one it says."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch.check import check_files
from models.errors import UserError
from models.organisation.organisation import Organisation
from models.organisation.town import CLOCKS, REGIONS, Town
from models.organisation.values import WEEKDAYS
from models.organisation.working_time import due_after_hours, is_open
from models.organisation_files.answers import organisation_from
from models.organisation_files.reading import MAIN, read_organisation
from models.organisation_files.slips import read_week
from models.organisation_files.writing import write_organisation
from tests.rows import in_rows

ANSWERS = {"name": "La Ravine", "administrator": "Marie Petit <marie.petit@agents.ville.test>"}
SERVICE = '[[services]]\nkey = "a"\nname = "A"\nemail = "a@ville.test"\n'
MORNING = datetime(2026, 11, 30, 4, 10, tzinfo=UTC)
_WEEK = list(WEEKDAYS[:5])


def read_back(organisation: Organisation) -> Town:
    found = read_organisation({MAIN: write_organisation(organisation).encode()}).organisation
    assert found is not None
    return found.town


def with_clock(zone: str) -> Organisation:
    made = organisation_from({**ANSWERS, "holidays": "la réunion"})
    return made.model_copy(update={"town": made.town.model_copy(update={"time_zone": zone})})


def test_a_town_overseas_lives_by_the_clock_of_its_place() -> None:
    town = organisation_from({**ANSWERS, "holidays": "la réunion"}).town
    assert MORNING.astimezone(town.zone).hour == 8
    assert read_back(with_clock("Indian/Reunion")).time_zone == "Indian/Reunion"
    assert organisation_from(ANSWERS).town.time_zone == "Europe/Paris"


def test_it_opens_and_counts_delays_by_it() -> None:
    town = organisation_from({**ANSWERS, "holidays": "la réunion"}).town
    # Half past eight in the morning at Saint-Denis is half past five in Paris, in winter.
    morning = datetime(2026, 1, 15, 4, 30, tzinfo=UTC)
    assert is_open(town, morning.astimezone(town.zone))
    assert due_after_hours(town, morning, 2) == datetime(2026, 1, 15, 6, 30, tzinfo=UTC)


def test_another_clock_that_the_organisation_says_stays_when_it_is_written() -> None:
    assert read_back(with_clock("Europe/Paris")).time_zone == "Europe/Paris"
    assert read_back(with_clock("Indian/Mauritius")).time_zone == "Indian/Mauritius"


def test_every_place_overseas_has_a_clock_that_exists() -> None:
    assert set(CLOCKS) == set(REGIONS)
    assert all(ZoneInfo(zone).utcoffset(MORNING.replace(tzinfo=None)) for zone in CLOCKS.values())


@in_rows(
    ("lines", "said"),
    [
        ('holidays = "reunion"\ntime_zone = "Europe/Paris"', "The clock is that of Europe/Paris"),
        ('holidays = "reunion"', ""),
        ('due_working_days = 10\nopening_hours = [{ days = ["tuesday", "thursday"], opens = 09:00, closes = 12:00 }]',
            "The town hall opens 2 days a week, and only these count: 10 working days are 5 weeks."),
        ('due_working_days = 4\nopening_hours = [{ days = ["tuesday", "thursday"], opens = 09:00, closes = 12:00 }]',
            ""),
        ("due_working_days = 30", ""),
    ],
)  # fmt: skip
def test_a_clock_of_elsewhere_and_a_delay_of_weeks_are_told(lines: str, said: str) -> None:
    town = f'[town]\nname = "T"\ndefault_service = "a"\n{lines}\n'.replace("09:00", '"09:00"').replace(
        "12:00", '"12:00"'
    )
    found = [each.message for each in check_files({MAIN: (town + SERVICE).encode()}).findings]
    told = [each for each in found if "clock" in each or "days a week" in each]
    assert [each[: len(said)] for each in told] == ([said] if said else []), found


@in_rows(
    ("written", "week"),
    [
        ("08:30-12:00", [(_WEEK, "08:30", "12:00")]),
        ("mardi 9h-12h, jeudi 14h-17h", [(["tuesday"], "09:00", "12:00"), (["thursday"], "14:00", "17:00")]),
        ("lun-ven 8h-12h", [(_WEEK, "08:00", "12:00")]),
        ("lundi fermé, mardis et jeudis de 9 h à 12 h", [(["tuesday", "thursday"], "09:00", "12:00")]),
        ("Mon-Fri 9am-5pm, Sat 9:00-12:00", [(_WEEK, "09:00", "17:00"), (["saturday"], "09:00", "12:00")]),
        ("du lundi au mercredi 8h30-12h 13h30-17h", [(_WEEK[:3], "08:30", "12:00"), (_WEEK[:3], "13:30", "17:00")]),
        ("mar. 9h à midi ; le samedi 9:00-11:30", [(["tuesday"], "09:00", "12:00"), (["saturday"], "09:00", "11:30")]),
    ],
)  # fmt: skip
def test_a_week_is_read_with_its_days(written: str, week: list[tuple[list[str], str, str]]) -> None:
    assert read_week(written) == week


@in_rows(
    "written",
    [
        "mardi", "mardi 9h", "mardi matin", "mardi 9h-12h sauf les jours de marché", "samedi 9h-25h", "9h-12h mardi",
        "lundi 9h-12h, lundi 11h-13h", "vendredi au lundi 9h-12h", "mardi 9h-12h, jeudi", "1er samedi 9h-11h",
    ],
)  # fmt: skip
def test_days_that_are_not_understood_whole_are_refused(written: str) -> None:
    with pytest.raises(UserError, match="opening hours"):
        read_week(written)


def test_two_half_days_a_week_make_a_delay_of_two_weeks() -> None:
    town = organisation_from({**ANSWERS, "hours": "mardi 9h-12h, jeudi 14h-17h"}).town
    assert [hours.days for hours in town.opening_hours] == [("tuesday",), ("thursday",)]
    assert town.due_working_days == 4
