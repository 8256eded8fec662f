"""What a service costs that has nothing to do, and how long it takes to begin.

    python -m bench.idle SETTINGS [SECONDS]

SETTINGS is the settings file of a town, filled by `bench.fill` or not. `guichet serve` is started three
times: by the clock, from the start of the process to the first `/health/ready` that says yes. The last one is
let alone for so many seconds (60): processor time of all its processes in hundredths of one core, and memory.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.rows import Row, show
from bench.watched import busy_seconds, serving, share_mb, with_children

_PORT = 18_094


def run(settings_file: Path, seconds: float) -> Iterator[Row]:
    """Rows of the table."""
    took = []
    for last in (False, False, True):
        began = time.perf_counter()
        with serving(settings_file, port=_PORT, path="/health/ready") as process:
            took.append(time.perf_counter() - began)
            if last:
                yield Row(
                    "start of serve to ready", statistics.median(took), "s",
                    note=f"{min(took):.1f}–{max(took):.1f} in {len(took)} starts",
                )  # fmt: skip
                time.sleep(5)  # what begins with the service, readers warming up, is no idleness
                yield from _at_rest(process.pid, seconds)


def _at_rest(pid: int, seconds: float) -> Iterator[Row]:
    everyone = with_children(pid)
    before = {each: busy_seconds(each) for each in everyone}
    time.sleep(seconds)
    used = {each: busy_seconds(each) - before[each] for each in everyone}
    yield Row("main process, of one core", 100 * used[pid] / seconds, "%")
    yield Row("its helpers, of one core", 100 * (sum(used.values()) - used[pid]) / seconds, "%")
    yield Row("memory of the main process (PSS)", share_mb(pid), "MB")
    yield Row(
        "memory of its helpers (PSS)", sum(share_mb(each) for each in everyone if each != pid), "MB",
        note=f"{len(everyone) - 1} processes",
    )  # fmt: skip


def main() -> int:
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    show(run(Path(sys.argv[1]).resolve(), seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
