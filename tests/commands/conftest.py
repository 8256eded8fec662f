"""A directory after `guichet init`, with one request treated in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.store.database import Database
from tests.commands.erasing import MAIL
from tests.commands.running import guichet
from tests.letters import PHOTO, write
from tests.servers.postgres import TEMPLATE, PostgresCluster

URL = "GUICHET_DATABASE__URL"

#: A hostile subject: an escape sequence, a bidirectional override, and what rich takes for markup.
HOSTILE = "Lampadaire \x1b[31mrouge\u202e[bold]gras[/nothing]"


@contextmanager
def _in(directory: Path) -> Iterator[None]:
    """The present directory, with no settings from outside."""
    with pytest.MonkeyPatch.context() as patch:
        _forget_settings(patch)
        patch.chdir(directory)
        yield


def _forget_settings(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GUICHET_") and name != "GUICHET_TEST_RUN"]:
        patch.delenv(name)


@pytest.fixture(scope="session")
def made_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory after `guichet init`, to copy: nothing in it says where it is."""
    made = tmp_path_factory.mktemp("office")
    (made / "var").mkdir()
    shutil.copyfile(sqlite_template, made / "var" / "guichet.db")
    with _in(made):
        done = guichet("init")
    assert done.code == 0, done.err
    settings = made / "settings.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("\nreaders = 2\n", "\nreaders = 1\n"), "utf-8")
    return made


@pytest.fixture(scope="session")
def made_busy_office(made_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one request in it, to copy."""
    made = tmp_path_factory.mktemp("busy-office")
    shutil.copytree(made_office, made, dirs_exist_ok=True)
    letter = write(
        "Une ampoule est cassée au gymnase Guimard.\n\x1b]0;pwned\x07[red]fin[/red]",
        subject="@",
        files={"entrée.jpg": PHOTO},
    )
    raw = letter.as_bytes().replace(b"Subject: @", f"Subject: {HOSTILE}".encode())
    (made / "a.eml").write_bytes(raw)
    with _in(made):
        assert guichet("submit", "a.eml", "--from", "jeanne.petit@example.org").code == 0
        done = guichet("work")
    assert done.code == 0, done.err
    return made


@pytest.fixture
def office(made_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present directory, after `guichet init`."""
    _forget_settings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(made_office, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def busy_office(made_busy_office: Path, office: Path) -> Path:
    """The same with one request made from a hostile mail, at the swimming pool's expense."""
    return Path(shutil.copytree(made_busy_office, office, dirs_exist_ok=True))


def _made_town(made: Path, url: str) -> Path:
    """A town in that directory, with one request of which everything names the word."""
    with _in(made), pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL, url)
        assert guichet("init").code == 0
        assert guichet("submit", "-", "--to", "mairie@ville.test", typed=MAIL).code == 0
        assert guichet("work").code == 0
    return made


@pytest.fixture(scope="session")
def made_sqlite_town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of such a town, to copy."""
    made = tmp_path_factory.mktemp("town")
    (made / "var").mkdir()
    shutil.copyfile(sqlite_template, made / "var" / "guichet.db")
    return _made_town(made, "sqlite:///var/guichet.db")


@pytest.fixture(scope="session")
def made_postgresql_town(
    postgres_cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The directory and the database of such a town, to copy."""
    name = postgres_cluster.create_database(TEMPLATE)
    return _made_town(tmp_path_factory.mktemp("pg-town"), postgres_cluster.url(name)), name


@pytest.fixture
def sqlite_town_here(made_sqlite_town: Path, tmp_path: Path) -> str:
    """A copy of the town in the directory of the test; the URL of its database."""
    shutil.copytree(made_sqlite_town, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'var' / 'guichet.db'}"


@pytest.fixture
def postgresql_town_here(
    made_postgresql_town: tuple[Path, str], postgres_cluster: PostgresCluster, tmp_path: Path
) -> Iterator[str]:
    """The same in a database of its own."""
    directory, database = made_postgresql_town
    shutil.copytree(directory, tmp_path, dirs_exist_ok=True)
    name = postgres_cluster.create_database(database)
    yield postgres_cluster.url(name)
    postgres_cluster.drop_database(name)


@pytest.fixture(params=("sqlite", "postgresql"))
def town(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_database: Callable[[str], Database],
) -> Database:
    """A town in a directory of its own, with one request of which everything names the word."""
    url: str = request.getfixturevalue(f"{request.param}_town_here")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(URL, url)
    return open_database(url)
