"""`guichet serve`, or another command that stays, as a child in the present directory."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@contextmanager
def services() -> Iterator[Callable[..., str]]:
    """Starts a service whenever it is called (or the command that is given besides), and returns what it said up
    to the line that the given pattern is found in. All that were started are stopped at the end.
    """
    running: list[subprocess.Popen[str]] = []

    def serve(last: str, command: str = "serve") -> str:
        process = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import run; run()", *shlex.split(command)],
            env={
                **os.environ,
                "PYTHONPATH": str(_ROOT),
                "GUICHET_DOORS__SMTP__PORT": "0",
                "GUICHET_DOORS__HTTP__PORT": "0",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if re.search(last, line):
                return said
        raise AssertionError(f"the service ended without having said {last!r}: {said}")

    try:
        yield serve
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=60)
            if process.stdout is not None:
                process.stdout.close()


@contextmanager
def service_running() -> Iterator[str]:
    """A service, and the address of its HTTP door."""
    pages = r"http://127\.0\.0\.1:\d+"
    with services() as serve:
        yield re.findall(pages, serve(pages))[0]
