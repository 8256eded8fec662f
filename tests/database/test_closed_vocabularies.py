"""What is closed in the code is closed in the database, and an older database comes along with all it
holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.store.schema import current_revision, differences, upgrade
from models.tables import metadata
from tests.servers import postgres

_MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
#: Rows as the second revision knew them, parents first.
_ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("person", {"id": 1, "kind": "citizen", "name": "Jeanne", "locale": "fr", "created_at": _MOMENT}),
    ("person", {"id": 2, "kind": "internal", "name": "Marc", "locale": "fr", "created_at": _MOMENT}),
    ("agent", {"id": 1, "key": "marc", "name": "Marc", "person_id": 2, "role": "manager", "definition": "{}"}),
    (
        "request",
        {
            "id": 1, "year": 2026, "number": 1, "subject": "Lampe", "state": "new", "state_kind": "new",
            "workflow_key": "default", "requester_id": 1, "assignee_id": 1, "priority": "normal",
            "channel": "email", "locale": "fr", "tags": "[]", "fields": "{}", "decision": "{}",
            "created_at": _MOMENT, "updated_at": _MOMENT,
        },
    ),
    ("participant", {"request_id": 1, "address": "paul@example.org", "role": "copy"}),
    (
        "entry",
        {
            "id": 1, "request_id": 1, "at": _MOMENT, "kind": "message_in", "actor_role": "requester",
            "person_id": 1, "channel": "email", "public": True, "text": "La lampe est cassée.", "quoted": "",
            "data": "{}",
        },
    ),
    (
        "outbound_message",
        {
            "id": 1, "created_at": _MOMENT, "notice": "acknowledgement", "channel": "email",
            "audience": "requester", "locale": "fr", "person_id": 1, "recipient": "jeanne@example.org",
            "recipient_name": "Jeanne", "request_id": 1, "entry_id": 1, "unique_key": "a:1", "data": "{}",
            "attachment_ids": "[]", "thread_ids": "[]", "can_wait": False, "state": "sent", "attempts": 1,
            "next_attempt_at": _MOMENT, "fence": 1, "last_error": "", "carrier": "smtp", "segments": 0,
            "cost_micros": 0,
        },
    ),
)  # fmt: skip
_WRONG = (
    ("request", "state_kind", "closed"),
    ("request", "priority", "highest"),
    ("request", "channel", "pigeon"),
    ("participant", "role", "owner"),
    ("outbound_message", "channel", "pigeon"),
    ("outbound_message", "audience", "everybody"),
    ("agent", "role", "mayor"),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old_database(
    request: pytest.FixtureRequest, tmp_path: Path, open_database: Callable[[str], Database]
) -> Iterator[Database]:
    """A database at the second revision, with a request in it."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'old.db'}")
        upgrade(database, "0002")
        _fill(database)
        yield database
        return
    cluster: postgres.PostgresCluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create_database("template0")
    database = open_database(cluster.url(name))
    upgrade(database, "0002")
    _fill(database)
    yield database
    database.close()
    cluster.drop_database(name)


def _fill(database: Database) -> None:
    with database.transaction() as session:
        for name, values in _ROWS:
            columns = {key: sa.column(key) for key in values}
            values = {
                key: value.replace(tzinfo=None)
                if isinstance(value, datetime) and database.is_sqlite
                else value
                for key, value in values.items()
            }
            marks = ", ".join(
                f"CAST(:{key} AS jsonb)" if value in ("{}", "[]") and not database.is_sqlite else f":{key}"
                for key, value in values.items()
            )
            session.connection().execute(
                sa.text(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"), values
            )


def _rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as session:
        return {
            name: [
                tuple(row)
                for row in session.connection().execute(
                    sa.text(f"SELECT {', '.join(values)} FROM {name} ORDER BY 1")
                )
            ]
            for name, values in _ROWS
        }


def test_an_older_database_comes_along_with_every_row(old_database: Database) -> None:
    before = _rows(old_database)
    upgrade(old_database)
    assert current_revision(old_database) is not None
    assert differences(old_database) == []
    assert _rows(old_database) == before


def test_history_stays_final_after_its_table_was_made_anew(old_database: Database) -> None:
    upgrade(old_database)
    with (
        pytest.raises(sa.exc.DBAPIError, match="an entry is never changed"),
        old_database.transaction() as session,
    ):
        session.connection().execute(sa.text("UPDATE entry SET text = 'autre chose'"))


def test_references_are_checked_again_after_an_upgrade(old_database: Database) -> None:
    upgrade(old_database)
    with (
        pytest.raises(sa.exc.IntegrityError),
        old_database.transaction() as session,
    ):
        session.connection().execute(sa.text("UPDATE request SET requester_id = 999"))


@pytest.mark.parametrize(("table", "column", "value"), _WRONG, ids=lambda part: str(part))
def test_a_word_that_is_none_of_the_vocabulary_cannot_be_stored(
    old_database: Database, table: str, column: str, value: str
) -> None:
    upgrade(old_database)
    with (
        pytest.raises(sa.exc.IntegrityError),
        old_database.transaction() as session,
    ):
        session.connection().execute(sa.text(f"UPDATE {table} SET {column} = :value"), {"value": value})


def test_an_entry_of_nobodys_role_cannot_be_stored(old_database: Database) -> None:
    upgrade(old_database)
    for change in ({"actor_role": "mayor"}, {"channel": "pigeon"}):
        values = {**_ROWS[5][1], "id": 9, **change}
        with (
            pytest.raises(sa.exc.IntegrityError),
            old_database.transaction() as session,
        ):
            session.connection().execute(sa.insert(metadata.tables["entry"]), {**values, "data": {}})
