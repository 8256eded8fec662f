"""Clocks are put forward and back an hour, hours come twice and never, years end under load, and two processes do not
agree what time it is: nothing waits, nothing is lost or doubled, references go on by the year.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.town.init import set_up
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.faults.clocks import TurnedClock
from tests.faults.street import THREADS, Street
from tests.faults.whole_service import end, start
from tests.servers.processes import free_port
from tests.town import settings_for

_requests = table_of(RequestRow)
#: Mails around each moment; the first comes so many seconds before it.
MAILS, BEFORE = 15 * THREADS, timedelta(seconds=2)


@pytest.fixture
def clock(tmp_path: Path) -> TurnedClock:
    return TurnedClock(tmp_path)


@pytest.fixture
def street(database_url: str, tmp_path: Path, clock: TurnedClock) -> Iterator[Street]:
    made = Street(tmp_path, database_url, clock.variables)
    yield made
    made.close()


def last_sunday(year: int, month: int) -> datetime:
    """01:00 UTC of it, when summer time begins or ends; `month` has 31 days."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def moments(now: datetime) -> list[datetime]:
    """The end of this year in Paris, both changes of time of the next, the 29 February after it."""
    year = now.year + 1
    leap = year + -year % 4
    found = [
        datetime(now.year, 12, 31, 23, tzinfo=UTC),
        last_sunday(year, 3),
        last_sunday(year, 10),
        datetime(leap, 2, 28, 23, tzinfo=UTC),
    ]
    return sorted(found)


def test_a_town_lives_through_what_clocks_do(street: Street, clock: TurnedClock) -> None:
    turns: list[datetime | timedelta] = [timedelta(hours=1), timedelta(hours=-1), *moments(datetime.now(UTC))]
    for place, turn in enumerate([*turns, timedelta(hours=1), timedelta(0)]):
        with street.written(range(place * MAILS, (place + 1) * MAILS)):
            if isinstance(turn, datetime):
                clock.put_to(turn - BEFORE)
            else:
                clock.put_ahead(round(turn.total_seconds()))
        street.wait_until_told()
    assert street.end() == 0
    street.has_each_once()
    assert street.letters_twice() == 0
    with street.office.database.reading() as session:
        years = set(session.connection().execute(sa.select(_requests.c.year)).scalars())
    assert years == {datetime.now(UTC).year, *(each.year for each in moments(datetime.now(UTC)))}


def test_two_processes_whose_clocks_are_five_minutes_apart(
    postgresql_url: str, tmp_path: Path, clock: TurnedClock
) -> None:
    clock.put_ahead(300)
    street = Street(tmp_path, postgresql_url)
    port = free_port()
    ahead = start(street.settings, smtp_port=port, given=clock.variables)
    try:
        for place in range(4):
            with street.written(range(place * MAILS, (place + 1) * MAILS)):
                street.port, port = port, street.port  # whoever comes next is at the other door
            street.wait_until_told()
        assert end(ahead) == 0
        assert street.end() == 0
        street.has_each_once()
        assert street.letters_twice() == 0
    finally:
        if ahead.poll() is None:
            end(ahead)
        street.close()


def test_a_file_put_a_moment_ago_is_young_whatever_the_clock_says(
    sqlite_url: str, tmp_path: Path, clock: TurnedClock
) -> None:
    settings = settings_for(tmp_path, sqlite_url, free_port())
    office = Office(settings)
    set_up(office)
    office.files.put(b"Nobody's row points to it yet.")
    office.close()
    clock.put_ahead(7200)
    town = {
        "GUICHET_DATA_DIR": str(settings.data_dir),
        "GUICHET_ORGANISATION_FILE": str(settings.organisation_file),
        "GUICHET_DATABASE__URL": sqlite_url,
    }
    swept = subprocess.run(
        [sys.executable, "-c", "from cli.main import run; run()", "files", "sweep", "--remove"],
        cwd=tmp_path,
        env={**os.environ, **town, **clock.variables, "LANG": "en_GB.UTF-8"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    assert "0 were removed; 1 came within the hour" in " ".join(swept.split())
