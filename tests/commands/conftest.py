"""A directory after `guichet init`, with one request treated in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store.database import Database
from tests.commands.erasing import MAIL
from tests.commands.running import guichet
from tests.letters import PHOTO, write

#: A hostile subject: an escape sequence, a bidirectional override, and what rich takes for markup.
HOSTILE = "Lampadaire \x1b[31mrouge\u202e[bold]gras[/nothing]"


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present directory, after `guichet init`."""
    for name in [name for name in os.environ if name.startswith("GUICHET_") and name != "GUICHET_TEST_RUN"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    shutil.copyfile(sqlite_template, tmp_path / "var" / "guichet.db")
    done = guichet("init")
    assert done.code == 0, done.err
    text = Path("settings.toml").read_text("utf-8")
    Path("settings.toml").write_text(text.replace("\nreaders = 2\n", "\nreaders = 1\n"), "utf-8")
    return tmp_path


@pytest.fixture
def busy_office(office: Path) -> Path:
    """The same with one request made from a hostile mail, at the swimming pool's expense."""
    letter = write(
        "Une ampoule est cassée au gymnase Guimard.\n\x1b]0;pwned\x07[red]fin[/red]",
        subject="@",
        files={"entrée.jpg": PHOTO},
    )
    raw = letter.as_bytes().replace(b"Subject: @", f"Subject: {HOSTILE}".encode())
    (office / "a.eml").write_bytes(raw)
    assert guichet("submit", "a.eml", "--from", "jeanne.petit@example.org").code == 0
    done = guichet("work")
    assert done.code == 0, done.err
    return office


@pytest.fixture
def town(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_database: Callable[[str], Database],
) -> Database:
    """A town in a directory of its own, with one request of which everything names the word."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    url = database_url
    if url.startswith("sqlite"):
        (tmp_path / "guichet.db").rename(tmp_path / "var" / "guichet.db")
        url = f"sqlite:///{tmp_path / 'var' / 'guichet.db'}"
    monkeypatch.setenv("GUICHET_DATABASE__URL", url)
    assert guichet("init").code == 0
    assert guichet("submit", "-", "--to", "mairie@ville.test", typed=MAIL).code == 0
    assert guichet("work").code == 0
    return open_database(url)
