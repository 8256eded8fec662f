"""How long a million sealed rows take to verify: `python -m bench.verify_traces [ROWS]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from models.store.chain.at_once import ReadAtOnce
from models.store.chain.rows import ACCESSES
from models.store.chain.seal import seal
from models.store.chain.verify import verify_chain
from models.store.database import Database
from models.store.schema import upgrade
from models.tables.columns import table_of
from models.tables.traces import AccessRecord


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'traces.db'}"
        database = Database(url)
        upgrade(database)
        now = datetime.now(UTC)
        for start in range(0, rows, 10_000):
            made = [
                {
                    "at": now,
                    "actor": "cli:root",
                    "action": "read",
                    "subject": f"request:{n}",
                    "data": {"count": n},
                }
                for n in range(start, min(start + 10_000, rows))
            ]
            with database.transaction() as session:
                session.connection().execute(sa.insert(table_of(AccessRecord)), made)
        began = time.perf_counter()
        sealed = seal(database, batch=20_000)
        print(f"sealed {sealed} rows in {time.perf_counter() - began:.1f} s")
        for name, at_once in (("in one process", None), ("as `audit verify` does", ReadAtOnce(url))):
            began, worked = time.perf_counter(), os.times()
            with database.reading() as session:
                found = verify_chain(session, ACCESSES, at_once=at_once)
            spent = sum(os.times()[:4]) - sum(worked[:4])
            print(
                f"verified {found.count} rows {name} in {time.perf_counter() - began:.1f} s, "
                f"{spent:.1f} s of the processors: {found.problems or 'whole'}"
            )
        database.close()


if __name__ == "__main__":
    main()
