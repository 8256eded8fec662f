"""What was brought over is decided at once, here or by the running service."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from cli.office import Office, now

#: How long to wait for the running service when it has taken messages before us.
WAIT_SECONDS = 30.0


def treat(office: Office, numbers: Sequence[int]) -> Counter[str]:
    """How many of these messages ended in which state; `waiting` is what the running service still has."""
    from cli.logs import configure_logs
    from dispatch.inbound.process import Processor
    from dispatch.queries.inbox import states_of
    from intake.reading.reader import Reader
    from models.settings.upkeep import LogSettings

    if not numbers:
        return Counter()
    configure_logs(LogSettings(level="warning"))
    reader = Reader(office.settings.work.model_copy(update={"readers": 1}), office.files)
    processor = Processor(office.database, office.files, reader, office.signer, office.settings, now)
    ends_at = time.monotonic() + WAIT_SECONDS
    try:
        while True:
            if processor.process_next():
                ends_at = time.monotonic() + WAIT_SECONDS
                continue
            with office.database.reading() as session:
                states = states_of(session, numbers)
            if states["waiting"] == 0 or time.monotonic() > ends_at:
                return +states
            time.sleep(0.05)
    finally:
        reader.close()
