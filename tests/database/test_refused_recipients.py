"""Every refused recipient is in the access log, and whoever tries a thousand names does not fill it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dispatch.queries.auditing.access_log import find_accesses
from dispatch.upkeep.refused_recipients import MOST_LINES, RefusedRecipients
from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.glance import Glance

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def log_of(url: str) -> list[dict[str, object]]:
    glance = Glance(url)
    lines = [
        row["data"] | {"actor": row["actor"]} for row in find_accesses(glance, subject="recipient", limit=999)
    ]
    glance.close()
    return lines


def test_the_same_refusal_many_times_is_one_line_and_strangers_keep_only_their_domain(
    database_url: str, open_database: Callable[[str], Database]
) -> None:
    refused = RefusedRecipients(open_database(database_url), lambda: NOW, ["Ville.test"])
    for _ in range(3):
        refused.note("smtp", "192.0.2.7", "mairrie@ville.test", "unknown")
    refused.note("smtp", "192.0.2.7", "someone@example.org", "unknown")
    assert refused.write() == 4
    assert refused.write() == 0
    found = {(line["actor"], line["recipient"], line["peer"], line["count"]) for line in log_of(database_url)}
    assert found == {
        ("door:smtp", "mairrie@ville.test", "192.0.2.7", 3), ("door:smtp", "@example.org", "192.0.2.7", 1),
    }  # fmt: skip


def test_a_thousand_names_are_counted_in_a_bounded_number_of_lines(
    sqlite_url: str, open_database: Callable[[str], Database]
) -> None:
    refused = RefusedRecipients(open_database(sqlite_url), lambda: NOW, ["ville.test"])
    for number in range(1000):
        refused.note("smtp", "192.0.2.7", f"n{number}@ville.test", "unknown")
    assert refused.write() == 1000
    lines = log_of(sqlite_url)
    assert len(lines) == MOST_LINES + 1
    (others,) = [line for line in lines if line["recipient"] == "others"]
    assert others["count"] == 1000 - MOST_LINES


def test_what_could_not_be_written_is_written_later(
    sqlite_url: str, open_database: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.store import database as store

    monkeypatch.setattr(store, "SQLITE_BUSY_MS", 1)
    other = open_database(sqlite_url)
    refused = RefusedRecipients(open_database(sqlite_url), lambda: NOW, ["ville.test"])
    refused.note("smtp", "192.0.2.7", "x@ville.test", "too_many")
    with other.transaction() as session:
        session.connection().execute(sa.text("SELECT 1"))
        with pytest.raises(TemporaryFailure):
            refused.write()
    assert refused.write() == 1
