"""A house with doors: real sockets in front, a real ledger behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.doors import mailboxes
from tests.doors.house import House
from tests.servers import dovecot
from tests.servers.certificates import make_certificate
from tests.servers.oauth import OAuthServer, running_oauth
from tests.servers.presence import missing


@pytest.fixture
def build_house(tmp_path: Path) -> Iterator[Callable[[Database], House]]:
    """Builds houses on a database and shuts them after the test."""
    houses: list[House] = []

    def build(database: Database) -> House:
        houses.append(House(database, tmp_path))
        return houses[-1]

    yield build
    for house in houses:
        house.close()


@pytest.fixture
def house(sqlite_database: Database, build_house: Callable[[Database], House]) -> House:
    """A house on SQLite, all doors shut."""
    return build_house(sqlite_database)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost that nobody signed, and its key."""
    directory = tmp_path_factory.mktemp("tls")
    return make_certificate(directory)


#: A server as they were before 2010: neither IDLE nor MOVE nor UIDPLUS.
OLD = "IMAP4rev1 SASL-IR"


@pytest.fixture(scope="session")
def oauth() -> Iterator[OAuthServer]:
    with running_oauth() as server:
        yield server


@pytest.fixture(scope="session")
def start_dovecot(
    run_dir: Path, oauth: OAuthServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], dovecot.Dovecot]]:
    """Starts one Dovecot for each set of capabilities, stopped at the end of this process's tests."""
    if not dovecot.is_installed():
        missing("Dovecot", dovecot.PACKAGE)
    servers: dict[str, dovecot.Dovecot] = {}

    def start(capability: str) -> dovecot.Dovecot:
        if capability not in servers:
            directory = run_dir / f"dv{len(servers)}-{tmp_path_factory.getbasetemp().name}"
            servers[capability] = dovecot.Dovecot(directory, f"{oauth.url}/introspect", capability)
            servers[capability].start()
        return servers[capability]

    yield start
    for server in servers.values():
        server.stop()


@pytest.fixture
def mailbox(start_dovecot: Callable[[str], dovecot.Dovecot], tmp_path: Path) -> Iterator[mailboxes.Mailbox]:
    mailbox = mailboxes.Mailbox(start_dovecot(""), tmp_path)
    yield mailbox
    mailbox.close()


@pytest.fixture
def mailbox_below_inbox(
    run_dir: Path, oauth: OAuthServer, start_dovecot: object, tmp_path: Path
) -> Iterator[mailboxes.Mailbox]:
    """On a server that keeps every folder below INBOX, as « INBOX.Guichet »."""
    server = dovecot.Dovecot(
        run_dir / f"dp-{tmp_path.name[-20:]}", f"{oauth.url}/introspect", prefix="INBOX."
    )
    server.start()
    mailbox = mailboxes.Mailbox(server, tmp_path)
    yield mailbox
    mailbox.close()
    server.stop()


@pytest.fixture
def old_mailbox(
    start_dovecot: Callable[[str], dovecot.Dovecot], tmp_path: Path
) -> Iterator[mailboxes.Mailbox]:
    mailbox = mailboxes.Mailbox(start_dovecot(OLD), tmp_path)
    yield mailbox
    mailbox.close()
