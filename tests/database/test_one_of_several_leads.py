"""One of several processes does what must be done once; when it is gone, another does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from models.store.database import Database
from models.store.sharing.leadership import Leadership


def test_one_leads_until_it_leaves(database: Database, tmp_path: Path) -> None:
    first, second = (Leadership(database, tmp_path / "schedule.lock") for _ in range(2))
    assert first.leads()
    assert not second.leads()
    assert first.leads(), "it stays the leader however often it is asked"
    first.close()
    assert second.leads()
    assert not first.leads()
    second.close()


def test_a_leader_whose_connection_the_server_ended_leads_no_more(
    postgresql_url: str, open_database: Callable[[str], Database], tmp_path: Path
) -> None:
    database = open_database(postgresql_url)
    first, second = (Leadership(database, tmp_path / "schedule.lock") for _ in range(2))
    assert first.leads()
    with database.transaction() as session:
        session.connection().execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    assert not first.leads()
    assert second.leads()
    second.close()


def test_whoever_cannot_ask_does_not_lead(sqlite_database: Database, tmp_path: Path) -> None:
    assert not Leadership(sqlite_database, tmp_path / "missing" / "schedule.lock").leads()
