"""Which processes of the service run here, and how they are asked to end."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from models.errors import UserError

#: How long a service may take: connections finish, what is under way ends, leases are given back.
END_SECONDS = 60.0
_LOOK_SECONDS = 0.2
#: `1: FLOCK  ADVISORY  WRITE 4711 08:01:131 0 EOF` (proc_locks(5)).
_LOCK = re.compile(r"\d+:\s+FLOCK\s+\S+\s+WRITE\s+(\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s", re.ASCII)
_UNIT = re.compile(r"/system\.slice/(?:[^/\n]+/)*([A-Za-z0-9@._:-]+\.service)", re.ASCII)


def running(workers: Path) -> list[int]:
    """The process ids of the services that share this directory (models/store/sharing/presence.py), sorted.

    Told by the locks they hold, so that those of earlier versions are known too; [] where the system does not
    tell (it is no Linux).
    """
    try:
        inodes = {path.stat().st_ino for path in workers.iterdir()}
        locks = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return []
    found = {
        int(each[1]) for line in locks.splitlines() if (each := _LOCK.match(line)) and int(each[2]) in inodes
    }
    return sorted(found - {os.getpid()})


def unit_of(pid: int) -> str:
    """The unit of systemd that a process belongs to; '' when it belongs to none."""
    try:
        found = _UNIT.search(Path(f"/proc/{pid}/cgroup").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found[1] if found else ""


def end_running(
    workers: Path, say: Callable[[str], None], *, unit_of_process: Callable[[int], str] = unit_of
) -> bool:
    """Ask every service here to end, and wait until it has; whether there was one.

    Raises UserError saying what to do for one that systemd would start again, one of another user, and one
    that does not end.
    """
    pids = running(workers)
    for pid in pids:
        unit = unit_of_process(pid)
        if unit:
            raise UserError(
                f"The service runs as the unit {unit}, which systemd would start again. Stop it there:\n"
                f"  systemctl stop {unit}\n  guichet upgrade\n  systemctl start {unit}"
            )
    for pid in pids:
        try:
            os.kill(pid, signal.SIGTERM)
        except PermissionError as wrong:
            raise UserError(
                f"The service runs as another user (process {pid}): stop it, then upgrade as they do."
            ) from wrong
        except ProcessLookupError:
            continue
        say(f"Process {pid} was asked to end: its doors answer 421, and what is under way ends first.")
    ends_at, pause = time.monotonic() + END_SECONDS, threading.Event()
    while still := running(workers):
        if time.monotonic() > ends_at:
            raise UserError(
                f"Process {still[0]} has not ended within {END_SECONDS:.0f} s. Nothing was changed."
            )
        pause.wait(_LOOK_SECONDS)
    return bool(pids)
