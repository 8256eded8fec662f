"""What one mail costs to read and decide, and one notice from its claim to its outcome, stage by stage.

    python -m bench.stages            # 150 mails of strangers in an empty town
    python -m bench.stages 100000     # the same where there are that many requests already

Milliseconds of processor time of this process and statements of the database, so that a busy machine changes
little; letters are handed to memory. Mails name streets of their own (`bench.townspeople`), so that few of
them report one incident.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bench.counter import MemoryCarrier, OnTheSpot, _store, _town, _until_idle
from bench.fill import fill
from bench.rows import Row
from bench.townspeople import letter
from cli.office import Office, now
from dispatch.delivery import deliver, handover
from dispatch.delivery.deliver import Deliverer
from dispatch.inbound.process import Processor
from dispatch.letters.render import Renderer

MAILS = 150
#: The stages of a notice: what is timed, and where it stands.
_STAGES: tuple[tuple[str, Any, str], ...] = (
    ("claimed", deliver.Deliverer, "_claim"),
    ("sorted out", deliver.Eligibility, "sort_out"),
    ("its rows read", deliver, "read_rows"),
    ("prepared", handover.Handovers, "prepare"),
    ("rendered", Renderer, "email"),
    ("built", handover.Letterbox, "build"),
    ("its outcome recorded", deliver.Outcomes, "write"),
)


def run(requests: int = 0, mails: int = MAILS) -> list[Row]:
    """Rows of milliseconds and statements, for mails and for notices."""
    letters = [letter(number) for number in range(mails)]
    with _town() as office:
        if requests:
            fill(office.database, requests)
        processor = Processor(
            office.database, office.files, OnTheSpot(office), office.signer, office.settings, now
        )
        carrier = MemoryCarrier()
        deliverer = Deliverer(
            office.database,
            office.files,
            {"email": carrier},
            Renderer(None),
            office.signer,
            office.settings,
            now,
        )
        _store(office, letters[:8], "warm-up-")
        _until_idle(processor.process_next)
        _until_idle(deliverer.deliver_next)
        _store(office, letters)
        with _statements(office) as said:
            took = _took(processor.process_next)
            rows = [
                Row("decide one mail", took / mails, "ms"),
                Row("statements a mail", said[0] / mails, ""),
            ]
        carrier.taken = 0
        with _statements(office) as said, _timed() as timed:
            took = _took(deliverer.deliver_next)
        count = carrier.taken
        return [
            *rows,
            Row("deliver one notice", took / count, "ms"),
            Row("statements a notice", said[0] / count, ""),
            *(Row(f"  {name}", timed[name] / count, "ms") for name, _, _ in _STAGES),
        ]


def _took(step: Callable[[], object]) -> float:
    began = time.process_time()
    _until_idle(step)
    return 1000 * (time.process_time() - began)


@contextmanager
def _statements(office: Office) -> Iterator[list[int]]:
    """How many statements SQLite was given meanwhile, whoever gave them; without those of triggers."""
    said = [0]

    def count(words: str) -> None:
        said[0] += not words.startswith("--")

    def overhear(driver: Any, _record: Any, _proxy: Any) -> None:
        driver.set_trace_callback(count)

    sa.event.listen(office.database.engine, "checkout", overhear)
    try:
        yield said
    finally:
        sa.event.remove(office.database.engine, "checkout", overhear)


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    took: dict[str, float] = defaultdict(float)
    before = [(place, name, getattr(place, name)) for _, place, name in _STAGES]

    def timing(title: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return work(*given, **named)
            finally:
                took[title] += 1000 * (time.process_time() - began)

        return timed

    for title, place, name in _STAGES:
        setattr(place, name, timing(title, getattr(place, name)))
    try:
        yield took
    finally:
        for place, name, work in before:
            setattr(place, name, work)


if __name__ == "__main__":
    found = run(*(int(each) for each in sys.argv[1:] if each.isdecimal()))
    if "--json" in sys.argv:
        print(json.dumps({row.name.strip(): round(row.value, 3) for row in found}, ensure_ascii=False))
    else:
        for row in found:
            print(f"{row.name:<28} {row.value:>8.2f} {row.unit}", flush=True)
