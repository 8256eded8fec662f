"""The service as a process of its own, and what it takes of the machine (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

#: Seconds a service may take to begin: the machine may be busy.
_PATIENCE = 300.0
_HERE = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-c", "from cli.main import run; run()")


def environment() -> dict[str, str]:
    """Of a command: this program, and letters that are written to files."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    return own | {"PYTHONPATH": str(_HERE), "GUICHET_LANG": "en"}


@contextmanager
def serving(
    settings_file: Path, *only: str, port: int, path: str, given: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`guichet serve`, or portions of it, its HTTP door at the port; entered when GET `path` answers 200."""
    own = environment() | {"GUICHET_DOORS__HTTP__PORT": str(port)} | dict(given or {})
    command = [*PROGRAM, "--settings", str(settings_file), "serve", *only]
    with subprocess.Popen(command, cwd=settings_file.parent, env=own, stdout=subprocess.DEVNULL) as process:
        try:
            _until_it_answers(process, port, path)
            yield process
        finally:
            process.terminate()


def _until_it_answers(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    ends_at = time.monotonic() + _PATIENCE
    while time.monotonic() < ends_at:
        assert process.poll() is None, "the service has ended"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise TimeoutError(f"{path} was not answered within {_PATIENCE:.0f} s")


def busy_seconds(pid: int) -> float:
    """Processor time of a process so far, with all threads it ever had."""
    return time.clock_gettime((~pid << 3) | 2)  # its own clock: CPUCLOCK_SCHED of linux/posix-timers.h


def share_mb(pid: int) -> float:
    """Its share of the memory (PSS), in MB: what several processes use together is divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def own_mb(pid: int) -> float:
    """What it alone has written in memory (anonymous pages resident), in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1000


def with_children(pid: int) -> list[int]:
    """A process and all that it has started, and these."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += with_children(int(child))
    return found
