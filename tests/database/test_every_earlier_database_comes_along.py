"""A database of every earlier revision, with rows in every table, gets today's shape and keeps every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.store.revisions import known_revisions, newest_revision, what_it_does
from models.store.schema import current_revision, differences, integrity_problems, upgrade
from tests.old_databases import ROWS, make_old_database
from tests.sampling import is_thorough, is_tried
from tests.servers import postgres

_EARLIER = [each for each in known_revisions() if each != newest_revision()]


def is_tried_on(server: str, revision: str) -> bool:
    """Every revision on one of both, chance says which; the newest, and before a release all, on both."""
    chosen = "sqlite" if is_tried("earlier database", revision, one_in=2) else "postgresql"
    return is_thorough() or revision in _EARLIER[-2:] or server == chosen


_TRIED = [
    (server, revision)
    for server in ("sqlite", "postgresql")
    for revision in _EARLIER
    if is_tried_on(server, revision)
]


@pytest.fixture
def empty(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    open_database: Callable[[str], Database],
) -> Iterator[Database]:
    """A database without anything, on either server."""
    if request.param == "sqlite":
        yield open_database(f"sqlite:///{tmp_path_factory.mktemp('old')}/guichet.db")
        return
    cluster: postgres.PostgresCluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create_database()
    database = Database(cluster.url(name))
    yield database
    database.close()
    cluster.drop_database(name)


@pytest.mark.parametrize(("empty", "revision"), _TRIED, indirect=["empty"])
def test_it_gets_the_shape_of_today_and_keeps_every_row(empty: Database, revision: str) -> None:
    before = make_old_database(empty, revision)
    assert {"request", "entry", "inbound_message", "outbound_message", "person"} <= set(before)
    assert set(before.values()) == {ROWS}
    upgrade(empty)
    assert (current_revision(empty), differences(empty), integrity_problems(empty)) == (
        newest_revision(),
        [],
        [],
    )
    with empty.reading() as session:
        after = {
            name: session.connection().execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in before
        }
        text = session.connection().execute(sa.text("SELECT text FROM entry WHERE id = 2")).scalar_one()
    assert after == before
    assert text == "text 2"


def test_no_earlier_revision_is_left_out() -> None:
    assert {revision for _, revision in _TRIED} == set(_EARLIER)


@pytest.mark.parametrize("revision", known_revisions())
def test_each_migration_says_in_its_first_line_what_it_does(revision: str) -> None:
    said = what_it_does(revision)
    assert 10 < len(said) < 160 and '"' not in said
