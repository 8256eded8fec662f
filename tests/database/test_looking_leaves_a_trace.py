"""Looking takes no write lock and is traced all the same: while others write, the trace waits in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.queries.auditing.access_log import find_accesses
from dispatch.queries.request_list import Order, RequestFilter, list_requests
from models.errors import TemporaryFailure, UserError
from models.store import accesses
from models.store.accesses import WAITING, Accesses
from models.store.database import Database
from models.store.glance import Glance
from models.store.places import libpq_url, sqlalchemy_url
from models.store.revisions import known_revisions, newest_revision

NOW = datetime(2026, 11, 27, 9, 30, 15, 123456, UTC)


@pytest.fixture
def glance(database_url: str) -> Iterator[Glance]:
    """A look at the database of the test."""
    made = Glance(database_url)
    yield made
    made.close()


def traces(url: str) -> list[tuple[str, str, str]]:
    found = Glance(url)
    lines = [(row["actor"], row["action"], row["subject"]) for row in find_accesses(found)]
    found.close()
    return lines


def test_a_look_is_one_line_of_the_log_with_its_time(
    database_url: str, tmp_path: Path, glance: Glance
) -> None:
    Accesses(database_url, tmp_path).record(NOW, "cli:jeanne", "read", "inbound:4", {"count": 3})
    (line,) = find_accesses(glance)
    assert (line["at"], line["actor"], line["action"], line["subject"]) == (
        NOW,
        "cli:jeanne",
        "read",
        "inbound:4",
    )
    assert line["data"] == {"count": 3}
    assert not (tmp_path / WAITING).exists()


def test_while_another_process_writes_one_can_look_and_the_trace_comes_after(
    sqlite_url: str, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    writer = open_database(sqlite_url)
    log = Accesses(sqlite_url, tmp_path)
    with writer.transaction() as session:
        session.connection().execute(sa.text("SELECT 1"))  # BEGIN IMMEDIATE: the write lock is taken
        glance = Glance(sqlite_url)
        assert list_requests(glance, RequestFilter()) == []
        glance.close()
        log.record(NOW, "cli:jeanne", "list", "requests")
        log.record(NOW, "cli:jeanne", "read", "request:1")
        assert traces(sqlite_url) == []
        assert len((tmp_path / WAITING).read_text().splitlines()) == 2
        assert (tmp_path / WAITING).stat().st_mode & 0o077 == 0
        with pytest.raises(TemporaryFailure):
            log.write_waiting()
    assert log.write_waiting() == 2
    assert traces(sqlite_url) == [("cli:jeanne", "read", "request:1"), ("cli:jeanne", "list", "requests")]
    assert log.write_waiting() == 0
    assert len(traces(sqlite_url)) == 2, "nothing is written twice"


def test_the_next_look_takes_along_what_waited(sqlite_url: str, tmp_path: Path) -> None:
    line = {"at": NOW.isoformat(), "actor": "cli:a", "action": "read", "subject": "request:1", "data": {}}
    (tmp_path / WAITING).write_text(json.dumps(line) + '\n{"at": "2026-')
    Accesses(sqlite_url, tmp_path).record(NOW, "cli:b", "read", "request:2")
    assert [actor for actor, _, _ in traces(sqlite_url)][-1] == "cli:a", "half a line is passed over"


def test_what_cannot_be_traced_anywhere_is_not_shown(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WAITING).mkdir()
    log = Accesses(sqlite_url, tmp_path)
    monkeypatch.setattr(accesses, "sqlite_file", lambda _url: tmp_path / "missing.db")
    with pytest.raises(TemporaryFailure, match="Nothing is shown"):
        log.record(NOW, "cli:jeanne", "read", "request:1")


def test_a_database_of_another_shape_is_refused_before_it_is_read(
    sqlite_url: str, database: Database
) -> None:
    with database.transaction() as session:
        session.connection().execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    look = Glance(database.url.replace("+psycopg", ""))
    with pytest.raises(UserError, match="guichet upgrade"):
        look.rows("SELECT 1")
    look.close()


def test_revisions_read_from_names_are_those_of_alembic() -> None:
    from alembic.script import ScriptDirectory

    from models.store.schema import _config

    script = ScriptDirectory.from_config(_config())
    assert newest_revision() == script.get_current_head()
    assert sorted(known_revisions()) == sorted(each.revision for each in script.walk_revisions())


@pytest.mark.parametrize("order", list(Order))
def test_every_order_and_filter_is_understood_by_both_databases(glance: Glance, order: Order) -> None:
    wanted = RequestFilter(
        states=("new", "done"), service="voirie", assignee="", only_open=True, overdue_at=NOW, since=NOW,
        search="Éclairage 100%_ l'été\\", order=order, limit=3,
    )  # fmt: skip
    assert list_requests(glance, wanted) == []


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgres://h/n?sslmode=require", "postgresql+psycopg://h/n?sslmode=require"),
        (
            "postgresql://u:p@one:5432,two/n?target_session_attrs=read-write",
            "postgresql+psycopg://u:p@/n?host=one:5432&host=two:5432&target_session_attrs=read-write",
        ),
    ],
)
def test_urls_of_libpq_are_understood_with_all_their_hosts(given: str, read: str) -> None:
    assert sqlalchemy_url(given) == read
    assert libpq_url(read.replace("+psycopg", "")).startswith("postgresql://")
    Database(given).close()
