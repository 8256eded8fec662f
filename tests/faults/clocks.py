"""The wall clock of a process of its own, put forward and back while it runs: no clock but that one, and no sleep."""

from __future__ import annotations

import struct
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.presence import find_program, missing

_SOURCE = Path(__file__).with_name("turned_clock.c")


class TurnedClock:
    """A clock for a process that is started with `variables`; right until it is put elsewhere."""

    def __init__(self, directory: Path) -> None:
        compiler = find_program("tcc")
        if compiler is None:
            missing("The Tiny C Compiler", "tcc")
        self._ahead = directory / "ahead"
        self.put_ahead(0)
        library = directory / "turned_clock.so"
        subprocess.run([compiler, "-nostdlib", "-shared", "-o", library, _SOURCE], check=True)
        self.variables = {"LD_PRELOAD": str(library), "TURNED_CLOCK": str(self._ahead)}

    def put_ahead(self, seconds: int) -> None:
        """So many seconds ahead of the right time, behind it when less than none."""
        # In place: processes look into it as they look at a clock.
        with self._ahead.open("r+b" if self._ahead.exists() else "wb") as file:
            file.write(struct.pack("q", seconds))

    def put_to(self, moment: datetime) -> None:
        """It is this moment now; to the second."""
        self.put_ahead(round((moment - datetime.now(UTC)).total_seconds()))
