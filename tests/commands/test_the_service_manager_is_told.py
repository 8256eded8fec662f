"""systemd hears when the service is ready, that it lives, and that it stops; and the unit gives it no more than it needs."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.servers.presence import find_program, missing

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "docs" / "systemd" / "guichet.service"
#: Exposure by systemd-analyze, of 10, that the unit must not exceed.
MOST_EXPOSED = 2.0


def test_a_service_says_that_it_is_ready_alive_and_stopping(office: Path) -> None:
    text = Path("settings.toml").read_text("utf-8")
    Path("settings.toml").write_text(re.sub(r"\nport = (8025|8080|8026)\n", "\nport = 0\n", text), "utf-8")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("notify")
        manager.settimeout(120)
        serving = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import run; run()", "serve"],
            env={**os.environ, "NOTIFY_SOCKET": str(office / "notify"), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            told = [manager.recv(100), manager.recv(100)]
            serving.send_signal(signal.SIGTERM)
            while told[-1] != b"STOPPING=1":
                told.append(manager.recv(100))
            out, _ = serving.communicate(timeout=120)
        finally:
            serving.kill()
    assert told[:2] == [b"READY=1", b"WATCHDOG=1"], out
    assert serving.returncode == 0, out


def test_the_unit_gives_the_service_no_more_than_it_needs() -> None:
    program = find_program("systemd-analyze")
    if program is None:
        missing("systemd-analyze", "systemd")
    done = subprocess.run(
        [str(program), "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    found = re.search(r"exposure level[^:]*: ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= MOST_EXPOSED
    lines = UNIT.read_text("utf-8").splitlines()
    assert {"Type=notify", "WatchdogSec=60", "KillMode=mixed"} <= set(lines)
