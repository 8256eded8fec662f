"""`guichet serve` in a process of its own, as people run it: to be killed, traced, or run in portions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.settings.settings import Settings

PATIENCE_SECONDS = 120.0
_PROGRAM = (sys.executable, "-c", "from cli.main import run; run()")
_PLENTY = "1000000"
#: Limits that are meant for a town of some ten thousand, raised: hundreds of people write in one minute.
UNLIMITED = {
    f"GUICHET_{name}": _PLENTY
    for name in (
        "LIMITS__STORM_IN_ALL_PER_HOUR", "LIMITS__STORM_OF_STRANGERS_PER_HOUR", "LIMITS__ANSWERS_PER_HOUR",
        "OUTGOING__PER_AGENT_PER_HOUR", "OUTGOING__PER_AGENT_PER_DAY", "OUTGOING__PER_HOUR", "OUTGOING__PER_DAY",
    )
}  # fmt: skip


def start(
    settings: Settings,
    *serve: str,
    smtp_port: int,
    http_port: int = 0,
    given: Mapping[str, str] | None = None,
    below: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """`guichet serve` with these words behind it, once it says that it is open; `below`: the command that runs it.

    Its database, places and relay are those of `settings`; `given` are variables of its environment.
    """
    environment = {
        **os.environ,
        "GUICHET_DATA_DIR": str(settings.data_dir),
        "GUICHET_ORGANISATION_FILE": str(settings.organisation_file),
        "GUICHET_DATABASE__URL": settings.database.url,
        "GUICHET_DOORS__SMTP__PORT": str(smtp_port),
        "GUICHET_DOORS__HTTP__PORT": str(http_port),
        "GUICHET_OUTGOING__CARRIER": "smtp",
        "GUICHET_OUTGOING__RELAY__HOST": "127.0.0.1",
        "GUICHET_OUTGOING__RELAY__PORT": str(settings.outgoing.relay.port),
        "GUICHET_OUTGOING__RELAY__TLS": "none",
        "GUICHET_WORK__READERS": "1",
        "GUICHET_WORK__DELIVERERS": "1",
        "GUICHET_LOGS__LEVEL": "error",
        # Mails alike are no incident here: each has its own two notices.
        "GUICHET_INCIDENTS__WITHIN_HOURS": "0",
        **(given or {}),
    }
    started = subprocess.Popen(
        [*below, *_PROGRAM, "serve", *serve],
        cwd=Path(settings.data_dir).parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert started.stdout is not None
    said = []
    for line in started.stdout:
        said.append(line)
        if line.startswith("  Files"):
            return started
    raise AssertionError("".join(said))


def kill(process: subprocess.Popen[str]) -> None:
    """Its end by `kill -9`, seen."""
    process.send_signal(signal.SIGKILL)
    _seen(process)


def end(process: subprocess.Popen[str]) -> int:
    """Stop it as a service manager does; its exit code."""
    process.send_signal(signal.SIGTERM)
    return _seen(process)


def _seen(process: subprocess.Popen[str]) -> int:
    code = process.wait(PATIENCE_SECONDS)
    assert process.stdout is not None
    process.stdout.close()
    return code
