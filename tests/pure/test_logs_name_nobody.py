"""What goes wrong is logged with its place, never with whom or what it was about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import BaseModel

from cli.logs import configure_logs
from models.settings import LogSettings

ADDRESS = "jeanne.petit@example.org"


class Row(BaseModel):
    number: int


@pytest.fixture(params=["json", "console"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Where log lines of one form go."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs(LogSettings(format=request.param, level="info"))
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def fail() -> None:
    try:
        Row.model_validate({"number": ADDRESS})
    except ValueError as wrong:
        raise RuntimeError(f"duplicate key ({ADDRESS})") from wrong


def test_our_own_lines_say_where_it_failed_and_not_about_whom(logged: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        structlog.get_logger("ours").error("inbound.attempt_failed", inbound=7, exc_info=True)
    written = logged.getvalue()
    assert "inbound.attempt_failed" in written
    assert "RuntimeError" in written and "ValidationError" in written
    assert "in fail" in written
    assert ADDRESS not in written
    if written.startswith("{"):
        assert json.loads(written)["inbound"] == 7


def test_lines_of_libraries_neither(logged: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("Exception in %s", ADDRESS)
    written = logged.getvalue()
    assert "Exception in %s" in written
    assert "in fail" in written
    assert ADDRESS not in written
