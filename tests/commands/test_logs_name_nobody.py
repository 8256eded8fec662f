"""A failure in the log says what kind and where, never what the message said."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ValidationError

from cli.logs import where

ROOT = Path(__file__).parents[2]
SECRET = "jeanne.petit@example.org"
#: Logs as `serve` does, in a process of its own: logging is set up once a process.
_FAILING = f"""
import logging, sys
import structlog
from cli.logs import configure_logs
from models.settings.upkeep import LogSettings
from pydantic import BaseModel

class Answer(BaseModel):
    age: int

configure_logs(LogSettings(format=sys.argv[1]))
def read():
    secret = {SECRET!r}
    try:
        Answer(age=secret)
    except ValueError as wrong:
        raise RuntimeError(f"for {{secret}}") from wrong
try:
    read()
except RuntimeError as wrong:
    structlog.get_logger("x").error("step.failed", inbound=7, exc_info=True)
    structlog.get_logger("x").error("step.failed", inbound=8, exc_info=wrong)
    logging.getLogger("library").exception("it failed for %s", {SECRET!r})
    logging.getLogger("library").warning("slow: %s", {SECRET!r}, stack_info=True)
structlog.get_logger("x").error("no.exception", inbound=9, exc_info=True)
"""


class Age(BaseModel):
    age: int


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_logged_exception_shows_types_and_frames_and_no_value(form: Literal["json", "console"]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FAILING, form], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stderr
    assert "example.org" not in done.stderr
    assert done.stderr.count("step.failed") == 2
    assert done.stderr.count("builtins.RuntimeError") == 3
    assert done.stderr.count("ValidationError") == 3
    assert re.search(r"<string>:\d+ read$", done.stderr, re.MULTILINE)
    assert "it failed for %s" in done.stderr
    if form == "json":
        first = json.loads(done.stderr.splitlines()[0])
        assert (first["event"], first["inbound"]) == ("step.failed", 7)
        assert first["exception"].startswith("builtins.RuntimeError\n  <string>:")


def test_drivers_and_validators_repeat_no_value() -> None:
    """The messages of both hold the value; what is logged of them does not."""
    connection = sqlite3.connect(":memory:")
    try:
        with pytest.raises(sqlite3.OperationalError, match="jeanne") as by_driver:
            connection.execute(f'SELECT "{SECRET}" FROM "{SECRET}"')
    finally:
        connection.close()
    with pytest.raises(ValidationError, match="jeanne") as by_validator:
        Age.model_validate({"age": SECRET})
    for caught in (by_driver.value, by_validator.value):
        told = where(caught)
        assert "jeanne" not in told
        assert type(caught).__qualname__ in told
        assert "test_drivers_and_validators_repeat_no_value" in told


def test_a_ring_of_causes_ends() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert where(first) == "builtins.ValueError\nbecause of builtins.KeyError"


def test_library_loggers_do_not_reach_the_log_below_warnings() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import logging; from cli.logs import configure_logs; from models.settings.settings import "
            "LogSettings\n"
            "configure_logs(LogSettings(level='debug'))\n"
            f"logging.getLogger('library').info('seen {SECRET}')",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
