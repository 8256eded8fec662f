"""The way back: one set into an empty directory, or nothing; a restored copy sends nothing until told to."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from dispatch.upkeep.backup.check import restore_files
from dispatch.upkeep.backup.destinations import FILE_LIST, Destination, FileSource, check_member
from dispatch.upkeep.backup.manifest import NAME, Manifest
from dispatch.upkeep.backup.owning import of_another, shown
from dispatch.upkeep.backup.pointing import point_at_copy
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from models.errors import UserError
from models.store.copies import SQLITE_COPY, restore_database
from models.store.durable import make_directory, sync_directory
from models.store.files import FileStore
from models.store.places import HELD_MARK

_UNFINISHED = ".restoring-"


def restore_set(
    destination: Destination,
    set_id: str,
    target: Path,
    database_url: str | None = None,
    *,
    domains: tuple[str, ...] = (),
    key: RecoveryKey | None = None,
) -> Manifest:
    """Restore a set into `target`: `settings.toml`, `organisation.toml` and its sheets,
    `var/` with everything else.

    The `key` that opened it goes with it: the sets that are made from there go on with the same one.
    `database_url` names an empty PostgreSQL database when the set came from one. The settings of the copy
    name what lies in it (`pointing`): no command given there reaches the town that still runs. Everything is
    made beside and moved in place at the end: a restore that was killed leaves only what the next one sweeps
    away. Raises UserError when `target` holds anything else, and when the set is of a town with none of the
    `domains`.
    """
    if target.exists():
        for left in target.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left)
        if any(target.iterdir()):
            raise UserError(f"{target} is not empty: a set is never restored over anything.")
    make_directory(target)
    with destination.opened(set_id) as (plain, files):
        manifest = Manifest.from_json((plain / NAME).read_text(encoding="utf-8"))
        if of_another(manifest.domains, domains):
            raise UserError(
                f"This set is of another town ({shown(manifest.domains)}) than these settings "
                f"({shown(domains)}): nothing was restored. Name the settings of that town with --settings, "
                "or do it in an empty folder of a machine that has none."
            )
        for each in manifest.members:
            if said := check_member(plain / each.name, each.sha256, each.name):
                raise UserError(f"This set is damaged: {said}. Nothing was restored.")
        if manifest.database_copy != SQLITE_COPY and database_url is None:
            raise UserError("This set is of a PostgreSQL database: name an empty one with --database URL.")
        making = Path(tempfile.mkdtemp(dir=target, prefix=_UNFINISHED))
        try:
            _fill(making, plain, files, manifest, database_url, key)
            # Last what a service needs to start: with it, all of it is there.
            for path in sorted(making.iterdir(), key=lambda path: path.name == "var"):
                path.rename(target / path.name)
        finally:
            # What did not become a town holds its keys and everybody's words in the plain.
            shutil.rmtree(making, ignore_errors=True)
        sync_directory(target)
    return manifest


def _fill(
    making: Path,
    plain: Path,
    files: FileSource,
    manifest: Manifest,
    database_url: str | None,
    key: RecoveryKey | None,
) -> None:
    """Make everything of a set in `making`: the database last, which cannot be taken back."""
    var = making / "var"
    make_directory(var / "files")
    restore_files((plain / FILE_LIST).read_text(encoding="ascii").split(), files, FileStore(var / "files"))
    FileStore(var / "files").mark()
    for each in manifest.members:
        _place(plain, making, each.name)
    point_at_copy(making / "settings.toml", database_url)
    if key is not None:
        key.write(var / "secrets" / "recovery_key")
    (var / HELD_MARK).write_text(
        "This is a restored copy. Nothing is sent while this file is here: guichet backup resume\n",
        encoding="utf-8",
    )
    (var / HELD_MARK).chmod(0o600)
    restore_database(plain / manifest.database_copy, database_url or f"sqlite:///{var / 'guichet.db'}")


def _place(plain: Path, making: Path, name: str) -> None:
    if name == FILE_LIST or name.startswith("database."):
        return
    room, _, rest = name.partition("/")
    place = {
        "organisation": making / rest,
        "secrets": making / "var" / "secrets" / rest,
        "templates": making / "templates" / rest,
    }.get(room, making / name)
    make_directory(place.parent)
    shutil.copyfile(plain / name, place)
    place.chmod(0o600)
