"""What grows in the whole service over many mails: memory, files, threads, rows, the database and its log.

    python -m bench.growing DIRECTORY [MAILS] [STEP]      # 50000 and 5000

`guichet serve` with a town of its own in the empty directory, as in `bench.running`; mails come 250 at a time
and are waited for. After each STEP of them, when nothing is under way, one line of JSON, printed and kept in
DIRECTORY/grown.jsonl: `python -m bench.plot_growth` draws it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bench.running import Outside, town
from bench.watched import busy_seconds, own_mb, share_mb, with_children
from models.store.database import Database

_AT_ONCE, _PHOTO_IN = 250, 20
_TABLES = ("inbound_message", "request", "entry", "outbound_message", "person", "contact_point")


def run(directory: Path, mails: int, step: int) -> Iterator[dict[str, float]]:
    """One line for the service as it is after its first mails, then one a step."""
    outside = Outside()
    try:
        with town(outside, directory) as (database, pid):
            for first in range(0, mails, _AT_ONCE):
                numbers = range(first, min(first + _AT_ONCE, mails))
                outside.play(database, numbers, 0, _PHOTO_IN)
                if first == 0 or numbers.stop % step == 0 or numbers.stop == mails:
                    time.sleep(3)  # what follows a mail by a second or two
                    yield seen(directory, database, pid, numbers.stop)
    finally:
        outside.close()


def seen(directory: Path, database: Database, pid: int, mails: int) -> dict[str, float]:
    """Everything that may grow, at one moment; megabytes, counts, seconds of processor time so far."""
    everyone = with_children(pid)
    helpers = [each for each in everyone if each != pid]
    sizes = {path.name: path.stat().st_size / 1e6 for path in (directory / "var").glob("guichet.db*")}
    with database.reading() as session:
        rows = {
            table: session.connection().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in _TABLES
        }
    return {
        "mails": mails,
        "main_mb": share_mb(pid), "main_own_mb": own_mb(pid), "helpers": len(helpers),
        "helpers_mb": sum(share_mb(each) for each in helpers),
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "helpers_files": sum(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in helpers),
        "threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
        "database_mb": sizes.get("guichet.db", 0.0), "log_mb": sizes.get("guichet.db-wal", 0.0),
        "busy_s": busy_seconds(pid), "helpers_busy_s": sum(busy_seconds(each) for each in helpers),
    } | rows  # fmt: skip


def main() -> int:
    directory = Path(sys.argv[1]).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    mails = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000
    with (directory / "grown.jsonl").open("a") as kept:
        for line in run(directory, mails, step):
            said = json.dumps({name: round(value, 2) for name, value in line.items()})
            for place in (kept, sys.stdout):
                print(said, file=place, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
