"""Which files must be ours alone, and closing them when the service opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.settings.settings import Settings
from models.store.places import sqlite_file
from models.store.privacy.private import close_to_others, open_to_others


def private_places(settings: Settings) -> Iterator[Path]:
    """The directory of data, the database wherever it is, every key; what lies below a closed directory is
    out of reach.
    """
    yield settings.data_dir
    database = sqlite_file(settings.database.url)
    if database is not None:
        for suffix in ("", "-wal", "-shm"):
            yield database.with_name(database.name + suffix)
    for key in (settings.reply_keys_file, settings.audit_key_file, settings.recovery_key_file):
        yield key
        if key.parent.name == "secrets":
            yield key.parent


def close_private_places(settings: Settings) -> list[str]:
    """Close to others what was open to them; a sentence for what was, and for what could not be closed."""
    found = open_to_others(dict.fromkeys(private_places(settings)))
    left = close_to_others(found)
    closed = [path for path in found if path not in left]
    said = (
        [f"Others on this machine could read {', '.join(map(str, closed))}: closed to them."]
        if closed
        else []
    )
    return said + [f"Others on this machine may read {path}, and it is not ours to close." for path in left]
