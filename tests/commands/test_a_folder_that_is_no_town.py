"""A command that needs a town, typed in a folder that is none, says so and leaves nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import guichet


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with no settings in it, above it, or in the system's place."""
    for name in ("GUICHET_SETTINGS", "GUICHET_DATABASE__URL", "GUICHET_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("cli.office.SYSTEM_SETTINGS", tmp_path / "no-system" / "settings.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "upgrade",
        "upgrade --serve",
        "db upgrade",
        "db check",
        "serve",
        "work",
        "files show",
        "files sweep",
        "files move",
        "files give-up abcd --because feu",
        "backup now",
        "backup resume",
        "audit show",
        "audit export accesses",
        "audit checkpoint",
        "audit key",
        "audit verify",
        "keys list",
        "keys rotate",
        "retention run --approved-by Archives",
        "people export jeanne@example.org",
    ],
)
def test_it_is_told_and_left_as_it_was(elsewhere: Path, command: str) -> None:
    done = guichet(*command.split())
    assert done.code == 1
    assert "There is no database var/guichet.db. Go to the directory of settings.toml" in done.err
    assert list(elsewhere.iterdir()) == []


def test_whoever_names_a_database_has_it_made(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where variables stand for settings.toml."""
    monkeypatch.setenv("GUICHET_DATABASE__URL", f"sqlite:///{elsewhere}/town.db")
    assert "The database is at revision" in guichet("db", "upgrade").out
    assert (elsewhere / "town.db").exists()
