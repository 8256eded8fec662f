"""A set is good when it was restored: members compared, the database opened and counted, every file read."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from dispatch.upkeep.backup.destinations import FILE_LIST, Destination, FileSource, check_member
from dispatch.upkeep.backup.manifest import NAME, Manifest
from models.errors import PermanentFailure, UserError
from models.store.copies import SQLITE_COPY, contents_of, opened_copy
from models.store.database import Database
from models.store.files import FileStore

#: Sentences about single files are not repeated beyond this.
_MOST = 20


def check_set(destination: Destination, set_id: str, server: Database | None) -> tuple[Manifest, list[str]]:
    """The manifest of a set and what is wrong with it; [] when all of it can be restored.

    A copy of PostgreSQL is restored into a database of its own beside `server`.
    Raises what the destination raises.
    """
    with destination.opened(set_id) as (plain, files):
        manifest = Manifest.from_json((plain / NAME).read_text(encoding="utf-8"))
        found = [
            said
            for each in manifest.members
            if (said := check_member(plain / each.name, each.sha256, each.name))
        ]
        if not found:
            found += _check_database(plain / manifest.database_copy, manifest, server)
            found += _check_files((plain / FILE_LIST).read_text(encoding="ascii").split(), files)
    return manifest, found


def restore_files(digests: list[str], files: FileSource, store: FileStore) -> None:
    """Put every file of a set into an empty store. Raises PermanentFailure for one that is missing or
    altered.
    """
    for digest in digests:
        with tempfile.TemporaryFile() as plain:
            files.fetch(digest, plain)
            plain.seek(0)
            if store.put(plain.read()) != digest:
                store.remove(digest)
                raise PermanentFailure("A file of this set is not what it was.", digest)


def _check_database(copy: Path, manifest: Manifest, server: Database | None) -> list[str]:
    with opened_copy(copy, server) as database, database.reading() as session:
        connection = session.connection()
        found = []
        if copy.name == SQLITE_COPY:
            found += [
                f"database: {row[0]}"
                for row in connection.execute(sa.text("PRAGMA integrity_check"))
                if row[0] != "ok"
            ]
        counted = asdict(contents_of(connection))
    if counted != manifest.contents:
        differing = sorted(name for name in counted if counted[name] != manifest.contents.get(name))
        found.append(f"database: not what was copied ({', '.join(differing)})")
    return found


def _check_files(digests: list[str], files: FileSource) -> list[str]:
    found = []
    for digest in digests:
        hasher = _Hasher()
        try:
            files.fetch(digest, hasher)
        except (PermanentFailure, UserError) as wrong:
            found.append(f"file {digest}: {wrong.public}")
            continue
        if hasher.sha256 != digest:
            found.append(f"file {digest}: is not what it was")
    rest = len(found) - _MOST
    return [*found[:_MOST], f"and {rest} more files"] if rest > 0 else found


class _Hasher:
    """A file that is only hashed."""

    def __init__(self) -> None:
        self._hasher = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self._hasher.update(content)
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back."""

    @property
    def sha256(self) -> str:
        return self._hasher.hexdigest()
