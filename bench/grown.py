"""What a mail costs to decide and a notice to deliver, in a town that has so many requests already.

    python -m bench.grown 1000 100000

Milliseconds of processor time of the process that decides, as `counter` measures them: median of the batches.
The same mails in each town; reading is done beforehand in the same process and counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from bench.counter import MemoryCarrier, OnTheSpot, _letter, _store, _town, _until_idle
from bench.fill import fill
from bench.rows import Row, show
from cli.office import now
from dispatch.delivery.deliver import Deliverer
from dispatch.inbound.process import Processor
from dispatch.letters.render import Renderer

MAILS = 160


def run(sizes: Sequence[int]) -> Iterator[Row]:
    """Two rows for each size."""
    letters = [_letter(number, None) for number in range(MAILS)]
    for size in sizes:
        with _town() as office:
            fill(office.database, size)
            processor = Processor(
                office.database, office.files, OnTheSpot(office), office.signer, office.settings, now
            )
            deliverer = Deliverer(
                office.database, office.files, {"email": MemoryCarrier()}, Renderer(None), office.signer,
                office.settings, now,
            )  # fmt: skip
            _store(office, letters[:8], "warm-up-")
            _until_idle(processor.process_next)
            _until_idle(deliverer.deliver_next)
            _store(office, letters)
            decided = _batches(processor.process_next, 32)
            delivered = _batches(deliverer.deliver_next, 32)
            yield _row(f"decide one mail, {size} requests", decided)
            yield _row(f"deliver one notice, {size} requests", delivered)


def _batches(step: Callable[[], object], batch: int) -> list[float]:
    """Milliseconds of processor time for each thing of a batch."""
    found = []
    while True:
        began = time.process_time()
        if not step():
            return found
        found.append(1000 * (time.process_time() - began) / batch)


def _row(name: str, found: Sequence[float]) -> Row:
    return Row(name, statistics.median(found), "ms", note=f"{min(found):.1f}–{max(found):.1f}")


if __name__ == "__main__":
    show(run([int(size) for size in sys.argv[1:]]))
