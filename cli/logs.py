"""Structured logs: ids, never people. JSON for programs, coloured lines for a terminal."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

import structlog

from models.settings import LogSettings


def configure_logs(settings: LogSettings) -> None:
    """Send every log line, ours and the libraries' warnings, to standard error in the chosen form."""
    level = getattr(logging, settings.level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_places_of_info),
    ]
    last: list[structlog.typing.Processor] = [
        structlog.processors.JSONRenderer()
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries may name people in their messages: only their warnings are let through, without arguments.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Unargued("%(levelname)s %(name)s: %(msg)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("mail.log").setLevel(logging.ERROR)


def places(wrong: BaseException) -> str:
    """The traceback of `wrong` and of what caused it, without what they say.

    The message of an exception quotes what it is about: a value refused by a model, the key of a row.
    """
    seen: list[BaseException] = []
    each: BaseException | None = wrong
    while each is not None and each not in seen:
        seen.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    lines: list[str] = []
    for one in reversed(seen):
        lines += traceback.format_tb(one.__traceback__)
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}\n")
    return "".join(lines).rstrip()


def _places_of_info(exc_info: structlog.typing.ExcInfo) -> str:
    return places(exc_info[1])


class _Unargued(logging.Formatter):
    """Neither the arguments of a message nor what an exception says."""

    def formatException(  # noqa: N802  # the name that logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return places(ei[1]) if ei[1] is not None else ""
