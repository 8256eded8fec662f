"""What is measured in a database full of years is measured in one that could be a town's."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bench.fill import fill
from dispatch.upkeep.verifying import verify
from models.store.database import Database
from tests.desk import Desk
from tests.letters import write

REQUESTS = 60


def test_years_of_requests_agree_with_their_counts_and_the_town_goes_on(
    town_database: Database, tmp_path: Path
) -> None:
    desk = Desk(town_database, tmp_path)
    triggers = _triggers(town_database)
    fill(town_database, REQUESTS)
    fill(town_database, REQUESTS)
    ledger_id = desk.take(write("Une ampoule au gymnase Guimard."))
    while desk.processor().process_next():
        pass
    assert desk.row(ledger_id).state == "new_request"
    with town_database.transaction() as session:
        rows = session.connection().exec_driver_sql("SELECT count(*) FROM request").scalar_one()
        # Their files were never written.
        found = [each for each in verify(session, desk.files) if not each.about.startswith("file ")]
    desk.close()
    assert (rows, found) == (2 * REQUESTS + 1, [])
    assert _triggers(town_database) == triggers


def _triggers(database: Database) -> list[str]:
    """Those that are at work."""
    asked = (
        "SELECT name || sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if database.is_sqlite
        else "SELECT tgname || tgenabled::text FROM pg_trigger ORDER BY tgname"
    )
    with database.reading() as session:
        found = [str(row[0]) for row in session.connection().execute(sa.text(asked))]
    assert found
    return found
