"""A command imports what it uses: cheap ones bring nothing heavy along, and the help says what commands
say.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS, app
from tests.commands.running import guichet

ROOT = Path(__file__).parents[2]
#: Modules that take longer to import than a cheap command may take altogether.
HEAVY = (
    "numpy", "openpyxl", "alembic", "holidays", "PIL", "phonenumbers", "twilio", "fastapi", "uvicorn", "babel",
    "jinja2", "requests", "apscheduler", "structlog", "ahocorasick", "re2", "email_validator", "sqlmodel",
    "sqlalchemy", "psycopg", "pydantic_settings", "dotenv", "asyncio", "xml", "http",
)  # fmt: skip
_LOOK = f"""
import sys
from cli.main import run
try:
    run()
except SystemExit as ended:
    if ended.code:
        raise
sys.stderr.write(repr([name for name in {HEAVY!r} if name in sys.modules]))
"""


def brought_along(directory: Path, *arguments: str) -> str:
    """The heavy modules in a process of its own after one command that ended well."""
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, *arguments],
        cwd=directory,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1]


def test_importing_the_command_brings_nothing_heavy_along(tmp_path: Path) -> None:
    code = f"import sys, cli.main; print([m for m in {(*HEAVY, 'rich', 'pydantic')!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_service_is_put_together_without_what_it_may_not_need_for_days(tmp_path: Path) -> None:
    parts = "cli.main, cli.service.serve, cli.service.leaving, cli.service.service"
    late = ("PIL", "holidays", "numpy", "openpyxl", "twilio", "requests", "alembic")
    code = f"import sys, {parts}; print([m for m in {late!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    "line", ["--help", "--version", "requests --help", "requests list", "requests search x"]
)
def test_a_cheap_command_imports_nothing_heavy(office: Path, line: str) -> None:
    assert brought_along(office, *line.split()) == "[]"


def test_the_help_says_of_each_command_what_the_command_says_itself(office: Path) -> None:
    import typer

    root = typer.main.get_command(app)
    context = root.context_class(root, info_name="guichet")
    for name, entry in COMMANDS.items():
        found = root.get_command(context, name)
        assert " ".join(found.help.split()) == entry.help, name
        assert found.name == name


def test_nothing_typed_says_which_town_it_would_be_about(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = office / "somewhere" / "below"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    done = guichet()
    assert done.code == 0, done.err
    assert "Saint-Exemple-sur-Loire" in done.out
    assert str(office / "settings.toml") in done.out
    assert "requests" in done.out
    # The paths of the settings are those of the town, not of the directory one stands in.
    assert guichet("requests", "list").out.strip() == "No request."
    assert not (below / "var").exists()
    assert "There is no settings file /nowhere.toml" in guichet("--settings", "/nowhere.toml").out


def test_settings_of_a_stranger_above_are_not_obeyed(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cli import office as offices

    below = office / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert offices.find_settings_file(None) == office / "settings.toml"
    if os.getuid() == 0:
        os.chown(office / "settings.toml", 4243, -1)
    monkeypatch.setattr(offices.os, "getuid", lambda: 4242)
    assert offices.find_settings_file(None) != office / "settings.toml"
