"""Which files must be ours alone, and closing them when the service opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.errors import UserError
from models.settings.settings import Settings
from models.signing.keys import read_keys, read_secret
from models.signing.named_files import named_secrets
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


def unreadable_secrets(settings: Settings) -> list[tuple[str, Path]]:
    """A sentence and the file for each password, token or key that a setting names and nobody can read."""
    found = []
    for name, path in named_secrets(settings):
        try:
            read_secret(path, name)
        except UserError as wrong:
            found.append((wrong.public, path))
    return found


def unreadable_keys(settings: Settings) -> list[tuple[str, Path]]:
    """A sentence for each key of our own that the service cannot do without and that cannot be used, and the
    file that it should stand in.
    """
    from models.signing.notes import NoteSigner

    found = []
    for read, path in ((read_keys, settings.reply_keys_file), (NoteSigner.read, settings.audit_key_file)):
        try:
            read(path)
        except UserError as wrong:
            found.append((wrong.public, path))
    return found


def handed_over(path: Path) -> bool:
    """Whether it is systemd that puts this file there, for the service alone and while it runs."""
    return path.is_relative_to("/run/credentials")
