"""What every tier shares: a directory of the whole run, and databases ready to use on SQLite and
PostgreSQL.
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import hypothesis
import pytest

from intake.reading import room
from intake.reading.server import load_besides
from models.store.database import Database
from models.store.schema import upgrade
from tests import sampling
from tests.compiled_once import share_what_is_compiled
from tests.in_memory import place_of_the_run
from tests.servers import postgres
from tests.servers.presence import missing

# Forty inputs of each kind in every run; `make thorough` before a release. How long one takes is no matter of a
# test.
for _name, _examples in (("each run", 40), (sampling.THOROUGH, 1_000)):
    hypothesis.settings.register_profile(
        _name, hypothesis.settings.default, max_examples=_examples, deadline=None
    )
hypothesis.settings.load_profile("each run")

_RUN = "GUICHET_TEST_RUN"
_KINDS = ("sqlite", "postgresql")
_TOWN_TEMPLATE = "guichet_town_template"


share_what_is_compiled(_RUN)
# As `guichet serve` has it: what readers look at words with is loaded once, not by each of them.
load_besides("dispatch.rules.themes.loaded")
# A service that is stopped waits for the next look of its readers' pool, 0.3 s: a sixth of what a story takes.
room.CONSTS.sleep_unit = 0.05
# Modules and tests that are collected stay to the end: to look through them for garbage again and again costs a
# sixth of collecting, and a part of each test after it. What tests themselves leave is looked at as ever.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    # The process that starts the xdist workers makes the directory; they inherit its name. It is short
    # because unix sockets are made in it.
    if not hasattr(config, "workerinput"):
        os.environ[_RUN] = tempfile.mkdtemp(prefix="gt-", dir=place_of_the_run())
        Path(os.environ[_RUN]).chmod(0o755)


def pytest_report_header() -> str:
    return (
        "everything is tried"
        if sampling.is_thorough()
        else f"a part is tried, by {sampling.SEED_VARIABLE}={sampling.seed()}; all of it by make thorough"
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _RUN in os.environ:
        run = Path(os.environ.pop(_RUN))
        postgres.PostgresCluster(run / "pg").stop()
        shutil.rmtree(run, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if "tests.chromium" in sys.modules:
        sys.modules["tests.chromium"].close()
    # A worker that takes long to end is killed by xdist, and what it measured would be gone.
    if hasattr(session.config, "workerinput") and "coverage" in sys.modules:
        measuring = sys.modules["coverage"].Coverage.current()
        if measuring is not None:
            measuring.save()


@pytest.fixture(scope="session")
def run_dir() -> Path:
    """A short directory shared by all processes of this run, removed at its end."""
    return Path(os.environ[_RUN])


@contextmanager
def _alone(run_dir: Path, name: str) -> Iterator[None]:
    """One process of the run at a time."""
    with (run_dir / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def postgres_cluster(run_dir: Path) -> postgres.PostgresCluster:
    """The PostgreSQL of this run, shared by all its processes: make databases in it, do not stop it."""
    if not postgres.is_installed():
        missing("PostgreSQL", postgres.PACKAGE)
    cluster = postgres.PostgresCluster(run_dir / "pg")
    with _alone(run_dir, "pg"):
        ready = run_dir / "pg.ready"
        if not ready.exists():
            postgres.start_cluster(cluster.directory)
            cluster.execute(f'CREATE DATABASE "{postgres.TEMPLATE}"')
            _upgraded(cluster.url(postgres.TEMPLATE))
            ready.touch()
    return cluster


@pytest.fixture(scope="session")
def sqlite_template(run_dir: Path) -> Path:
    """A SQLite file at the newest revision, to copy."""
    template = run_dir / "template.db"
    with _alone(run_dir, "sqlite"):
        if not template.exists():
            making = run_dir / "making.db"
            _upgraded(f"sqlite:///{making}")
            making.rename(template)
    return template


def _upgraded(url: str) -> None:
    with closing(Database(url)) as database:
        upgrade(database)


def _with_the_sample_town(url: str) -> None:
    from models.store.organisations import apply
    from tests.desk import NOW, sample

    with closing(Database(url)) as database, database.transaction() as session:
        apply(session, sample(), by="a test", note="", now=NOW)


@pytest.fixture(scope="session")
def town_cluster(postgres_cluster: postgres.PostgresCluster, run_dir: Path) -> postgres.PostgresCluster:
    """The PostgreSQL of this run, with a database of the sample town to copy."""
    with _alone(run_dir, "pg-town"):
        ready = run_dir / "pg-town.ready"
        if not ready.exists():
            postgres_cluster.execute(f'CREATE DATABASE "{_TOWN_TEMPLATE}" TEMPLATE "{postgres.TEMPLATE}"')
            _with_the_sample_town(postgres_cluster.url(_TOWN_TEMPLATE))
            ready.touch()
    return postgres_cluster


@pytest.fixture(scope="session")
def sqlite_town_template(sqlite_template: Path, run_dir: Path) -> Path:
    """A SQLite file with the sample town, to copy."""
    template = run_dir / "town.db"
    with _alone(run_dir, "sqlite-town"):
        if not template.exists():
            making = run_dir / "making-town.db"
            shutil.copyfile(sqlite_template, making)
            _with_the_sample_town(f"sqlite:///{making}")
            making.rename(template)
    return template


@pytest.fixture
def sqlite_town_url(sqlite_town_template: Path, tmp_path: Path) -> str:
    """The URL of a SQLite database of this test's own, with the sample town in force."""
    shutil.copyfile(sqlite_town_template, tmp_path / "guichet.db")
    return f"sqlite:///{tmp_path / 'guichet.db'}"


@pytest.fixture
def postgresql_town_url(town_cluster: postgres.PostgresCluster) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test's own, with the sample town in force."""
    name = town_cluster.create_database(_TOWN_TEMPLATE)
    yield town_cluster.url(name)
    town_cluster.drop_database(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a SQLite database of this test's own, at the newest revision."""
    shutil.copyfile(sqlite_template, tmp_path / "guichet.db")
    return f"sqlite:///{tmp_path / 'guichet.db'}"


@pytest.fixture
def postgresql_url(postgres_cluster: postgres.PostgresCluster) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test's own, at the newest revision."""
    name = postgres_cluster.create_database(postgres.TEMPLATE)
    yield postgres_cluster.url(name)
    postgres_cluster.drop_database(name)


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Database]]:
    """Opens databases by their URL and closes them after the test."""
    opened: list[Database] = []

    def open_it(url: str) -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield open_it
    for database in opened:
        database.close()


@pytest.fixture(params=_KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database at the newest revision: the test runs once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=_KINDS)
def town_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the sample town in force: once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_town_url")
    return url


@pytest.fixture(params=_KINDS)
def town_database(request: pytest.FixtureRequest, open_database: Callable[[str], Database]) -> Database:
    """A database with the sample town in force: the test runs once on SQLite, once on PostgreSQL."""
    return open_database(request.getfixturevalue(f"{request.param}_town_url"))


@pytest.fixture
def sqlite_town_database(sqlite_town_url: str, open_database: Callable[[str], Database]) -> Database:
    """The sample town in a SQLite database, for tests in which the kind of database plays no part."""
    return open_database(sqlite_town_url)


@pytest.fixture
def database(database_url: str, open_database: Callable[[str], Database]) -> Database:
    """A database at the newest revision: the test runs once on SQLite, once on PostgreSQL."""
    return open_database(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str, open_database: Callable[[str], Database]) -> Database:
    """A SQLite database, for tests in which the kind of database plays no part."""
    return open_database(sqlite_url)
