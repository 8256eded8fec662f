"""What a mail costs to decide and a notice to deliver, in a town that has so many requests already.

    python -m bench.grown 1000 100000
    python -m bench.grown SETTINGS        # in a town for measuring that `bench.fill` has filled

Milliseconds of processor time of the process that decides, as `counter` measures them: median of the batches.
The same mails in each town; reading is done beforehand in the same process and counted.
"""

from __future__ import annotations

import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from bench.counter import MemoryCarrier, OnTheSpot, _store, _town, _until_idle
from bench.fill import fill
from bench.rows import Row, show
from bench.townspeople import letter
from cli.logs import configure_logs
from cli.office import Office, now
from dispatch.delivery.deliver import Deliverer
from dispatch.inbound.process import Processor
from dispatch.letters.render import Renderer
from models.settings.file import load_settings

MAILS = 160


def run(towns: Sequence[str], mails: int = MAILS) -> Iterator[Row]:
    """Two rows for each size, or for each town that its settings name."""
    letters = [letter(number) for number in range(mails)]
    for town in towns:
        if town.isdecimal():
            with _town() as office:
                fill(office.database, int(town))
                yield from _measured(office, letters, f"{town} requests")
        else:
            path = Path(town).resolve()
            office = Office(load_settings(path), path)
            configure_logs(office.settings.logs.model_copy(update={"level": "warning"}))
            yield from _measured(office, letters, f"{_count(office)} requests, {_engine(office)}")
            office.close()


def _measured(office: Office, letters: Sequence[bytes], where: str) -> Iterator[Row]:
    processor = Processor(
        office.database, office.files, OnTheSpot(office), office.signer, office.settings, now
    )
    deliverer = Deliverer(
        office.database, office.files, {"email": MemoryCarrier()}, Renderer(None), office.signer,
        office.settings, now,
    )  # fmt: skip
    # In a town that was measured before, the same mail again would be a copy.
    name = secrets.token_hex(4)
    _store(office, letters[:8], f"warm-up-{name}-")
    _until_idle(processor.process_next)
    _until_idle(deliverer.deliver_next)
    _store(office, letters, f"{name}-")
    decided = _batches(processor.process_next, 32)
    delivered = _batches(deliverer.deliver_next, 32)
    yield _row(f"decide one mail, {where}", decided)
    yield _row(f"deliver one notice, {where}", delivered)


def _count(office: Office) -> int:
    with office.database.reading() as session:
        return int(session.connection().execute(sa.text("SELECT count(*) FROM request")).scalar_one())


def _engine(office: Office) -> str:
    return "SQLite" if office.database.is_sqlite else "PostgreSQL"


def _batches(step: Callable[[], object], batch: int) -> list[float]:
    """Milliseconds of processor time for each thing of a batch."""
    found: list[float] = []
    while True:
        began = time.process_time()
        if not step():
            return found
        found.append(1000 * (time.process_time() - began) / batch)


def _row(name: str, found: Sequence[float]) -> Row:
    return Row(name, statistics.median(found), "ms", note=f"{min(found):.1f}–{max(found):.1f}")


if __name__ == "__main__":
    show(run(sys.argv[1:]))
