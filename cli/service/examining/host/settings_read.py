"""What `guichet doctor` says of the settings: which file, and whether the service works with what it says."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from cli.office import Office
from cli.service.doctor_rooms import Seen
from cli.service.running import running

#: Fields of /proc/PID/stat after the name of the program; the twentieth is when it began (proc_pid_stat(5)).
_BEGAN = 19


def settings_read(office: Office) -> Iterator[Seen]:
    """Which file is read, and does the service that runs know it as it is now?"""
    file = office.settings_file
    if file is None:
        yield Seen(
            "warning",
            "No settings.toml was found: what follows is of settings that nobody wrote.",
            "Go where it is, or name it: guichet --settings FILE doctor. guichet init makes one.",
        )
        return
    pids = running(office.settings.data_dir / "workers")
    began = [at for pid in pids if (at := began_at(pid)) is not None]
    if began and file.stat().st_mtime > max(began):
        yield Seen(
            "warning",
            f"{file.absolute()} was changed after the service started: it works with what was there before.",
            "Restart it: systemctl restart guichet, or end guichet serve and start it.",
        )
    else:
        yield Seen("ok", f"{file.absolute()} is read: every setting is understood.")


def began_at(pid: int) -> float | None:
    """When that process began, in seconds of the clock; None where the system does not tell."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        ticks = int(after_name[_BEGAN])
    except (OSError, IndexError, ValueError):
        return None
    up_for = time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.time() - up_for + ticks / os.sysconf("SC_CLK_TCK")
