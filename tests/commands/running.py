"""Runs `guichet` in this process, through the same entry point as the installed command."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli.main import run

Guichet = Callable[..., "Done"]


def this_years(text: str) -> str:
    """`text`, its references of 2026 made those of this year, in which the real clock makes requests."""
    return text.replace("2026-0", f"{datetime.now(ZoneInfo('Europe/Paris')).year}-0")


@dataclass(frozen=True)
class Done:
    """What one command said, and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


class _Stream(io.TextIOWrapper):
    """Standard output as programs see it: UTF-8, strict, with its bytes."""

    def __init__(self, errors: str) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors=errors, write_through=True)

    def text(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8")


def guichet(*arguments: str, typed: bytes = b"") -> Done:
    """Run one command in the present directory; `typed` is its standard input."""
    out, err, code = _Stream("strict"), _Stream("backslashreplace"), 0
    before = sys.argv, sys.stdin
    sys.argv = ["guichet", *arguments]
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.argv, sys.stdin = before
    return Done(code, out.text(), err.text())
