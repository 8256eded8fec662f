"""Structured logs: ids, never people. JSON for programs, coloured lines for a terminal."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from models.settings.upkeep import LogSettings

#: Most exceptions of one chain, and most frames of each, that a line shows.
_MOST_CAUSES = 5
_MOST_FRAMES = 30


def configure_logs(settings: LogSettings) -> None:
    """Send every log line, ours and the libraries' warnings, to standard error in the chosen form."""
    _configure_ours(settings, kept=True)
    # Libraries may name people in their messages: only their warnings are let through, without arguments.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutValues("%(levelname)s %(name)s: %(msg)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("mail.log").setLevel(logging.ERROR)


def keep_logs_apart(settings: LogSettings) -> None:
    """What a command besides the service logs goes to standard error, warnings and worse: its standard output
    is what it says, and may be JSON. `configure_logs` wins, before or after.
    """
    if not structlog.is_configured():
        _configure_ours(settings.model_copy(update={"level": "warning"}), kept=False)


def _configure_ours(settings: LogSettings, *, kept: bool) -> None:
    level = getattr(logging, settings.level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _show_where,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=kept,
    )


def where(wrong: BaseException) -> str:
    """The types and frames of `wrong` and of what caused it, without a word of what they say.

    Messages of exceptions repeat values: pydantic its input, a driver its parameters, a parser the mail.
    Source lines are left out too, since they are the same for every failure: file,
    line and function find them.
    """
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = wrong
    while current is not None and id(current) not in seen and len(told) < _MOST_CAUSES:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-_MOST_FRAMES:]
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([f"{type(current).__module__}.{type(current).__qualname__}", *lines]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nbecause of ".join(told)


def _show_where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the frames alone."""
    given = event.pop("exc_info", None)
    wrong = given if isinstance(given, BaseException) else None
    if isinstance(given, tuple):
        wrong = given[1]
    elif given and wrong is None:
        wrong = sys.exc_info()[1]
    if wrong is not None:
        event["exception"] = where(wrong)
    return event


class _WithoutValues(logging.Formatter):
    """Library warnings as their authors wrote them, without arguments; exceptions as `where` says."""

    def format(self, record: logging.LogRecord) -> str:
        plain = logging.makeLogRecord({**record.__dict__, "exc_text": None, "stack_info": None})
        return super().format(plain)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's name
        return where(ei[1])
