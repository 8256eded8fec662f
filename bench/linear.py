"""Processor time at n and 4n over every reader and hostile input of tests/hostile_shapes: what C does inside.

    python -m bench.linear [PART]       # PART: only readers and inputs whose name holds it;
    minutes without one

The tests count lines of Python; searches, joins and regular expressions run in C and only show in time. A row
for each input on which four times as much costs more than eight times the time; none is what is wanted.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from bench.rows import Row
from tests.hostile_shapes import shapes, units
from tests.pure.test_reading_is_linear import READERS, parse_mail

_FEW = 4_000
#: Below this a measurement is noise.
_NOISE_SECONDS = 0.02
_TOO_MUCH = 8.0


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _ratio(read: Callable[[int], object]) -> tuple[float, float]:
    """The second time over the first, and the second; measured again when it looks bad."""
    ratio, slow = 0.0, 0.0
    for _ in range(3):
        slow = _seconds(lambda: read(4 * _FEW))
        if slow < _NOISE_SECONDS:
            return 0.0, slow
        ratio = slow / max(_seconds(lambda: read(_FEW)), 1e-6)
        if ratio < _TOO_MUCH:
            break
    return ratio, slow


def run(only: str) -> Iterator[Row]:
    """One row for each reader and input that is slower than linear."""
    for name, read in READERS.items():
        if only in name:
            for unit in units():
                ratio, slow = _ratio(lambda n, read=read, unit=unit: read(unit * n))
                if ratio >= _TOO_MUCH:
                    yield Row(f"{name} of {unit!r}", ratio, "× for 4 n", note=f"{slow:.2f} s")
    for name, make in shapes().items():
        if only in name:
            ratio, slow = _ratio(lambda n, make=make: parse_mail(make(n)))
            if ratio >= _TOO_MUCH:
                yield Row(name, ratio, "× for 4 n", note=f"{slow:.2f} s")


if __name__ == "__main__":
    for row in run(sys.argv[1] if len(sys.argv) > 1 else ""):
        print(f"{row.name:<70} {row.value:>6.1f} {row.unit}  {row.note}", flush=True)
