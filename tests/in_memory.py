"""Where the files of a run lie: in memory where this machine has room for them, else where temporary files are."""

from __future__ import annotations

import os
from pathlib import Path

_PLACE = Path("/dev/shm")
#: What a run may need of it, with every worker at a large test.
_ROOM_BYTES = 4 << 30
#: Where pytest makes the directories of tests.
_TEMPROOT = "PYTEST_DEBUG_TEMPROOT"


def place_of_the_run() -> str:
    """The directory in which a run makes its own; pytest's directories of tests go there too, unless it was told
    another place.

    A database is made anew for each test and flushed at each commit: on a disk, that is most of what a test waits
    for, and to copy one of PostgreSQL takes ten times the processor time. What is left when the power goes is tried
    otherwise (tests/faults/power.py).
    """
    if not _has_room():
        return "/tmp"
    os.environ.setdefault(_TEMPROOT, str(_PLACE))
    return str(_PLACE)


def _has_room() -> bool:
    """Whether there is such a place, to write in and to run programs from."""
    if not _PLACE.is_dir() or not os.access(_PLACE, os.W_OK):
        return False
    found = os.statvfs(_PLACE)
    runs_programs = not found.f_flag & getattr(os, "ST_NOEXEC", 0)
    return runs_programs and found.f_bavail * found.f_frsize >= _ROOM_BYTES
