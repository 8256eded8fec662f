"""After every fault all that is kept must agree: what `guichet verify` compares, and outbox with mailboxes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.faults.agreement import disagreements, unlike_the_mailboxes
from tests.servers import mailbox
from tests.servers.postgres import PostgresCluster

#: Fixtures that are a database or a server of databases, and those that everything is written below.
_DATABASES = ("database_url", "sqlite_url", "postgresql_url")
_SERVERS = ("own_cluster", "primary")
_PLACES = ("tmp_path", "disk")
#: Settings of a bucket that files are kept in, in the place of a directory.
_BUCKET = "bucket"


@pytest.fixture(autouse=True)
def everything_agrees(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Fails the test that leaves something behind which does not agree."""
    # Made before what the test opens, so that they are there still when all of that is closed.
    made = {
        name: request.getfixturevalue(name)
        for name in (*_PLACES, _BUCKET, *_SERVERS, *_DATABASES)
        if name in request.fixturenames
    }
    with mailbox.watched() as mailboxes:
        yield
    if request.node.stash.get(_FAILED, False):
        return  # it says itself what is wrong
    urls = [made[name] for name in _DATABASES if name in made]
    for server in (made[name] for name in _SERVERS if name in made):
        assert isinstance(server, PostgresCluster)
        if not server.is_running:
            server.start()
        urls.append(server.url())
    for url in dict.fromkeys(urls):
        assert disagreements(url, tmp_path, made.get(_BUCKET)) == []
    if len(urls) == 1 and mailboxes:
        assert unlike_the_mailboxes(urls[0], mailboxes) == []


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = not report.passed
    return report
