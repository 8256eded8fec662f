"""Litestream beside a SQLite database, with its replica in a directory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import Child

PROGRAM = Path(sys.executable).parent / "litestream"


def litestream_config(directory: Path, database: Path) -> Path:
    """A litestream.yml that keeps a replica of `database` below `directory`, and does often what it does once
    a minute.
    """
    path = directory / "litestream.yml"
    replica = f"    replica:\n      path: {directory / 'replica'}\n      sync-interval: 100ms\n"
    often = "    checkpoint-interval: 2s\n"
    path.write_text(f"dbs:\n  - path: {database}\n{often}{replica}", encoding="utf-8")
    return path


@contextmanager
def running_litestream(config: Path) -> Iterator[Child]:
    child = Child([str(PROGRAM), "replicate", "-config", str(config)], config.with_name("litestream.log"))
    try:
        yield child
    finally:
        child.stop()
