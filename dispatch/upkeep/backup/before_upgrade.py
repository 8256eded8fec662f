"""The copy that is made, and tried, before a database gets another shape."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from dispatch.upkeep.backup.backups import Backups
from dispatch.upkeep.backup.manifest import is_set_id, make_set_id, moment_of
from models.errors import TemporaryFailure
from models.settings.settings import Settings
from models.store.copies import SQLITE_COPY, contents_of, copy_database, opened_copy
from models.store.database import Database
from models.store.durable import make_directory
from models.store.files import FileStore
from models.store.places import is_held

#: How long such a copy lies in the directory of data: all words stand in it in the plain.
COPIES_DAYS = 14
_NAMED = "before-upgrade-"


def copy_before_upgrade(
    database: Database,
    files: FileStore,
    settings: Settings,
    settings_file: Path | None,
    clock: Callable[[], datetime],
) -> list[str]:
    """Sets at every destination of the settings; without any, and for a restored copy, whose sets would mix
    with those of its town, a copy of the database in the directory of data: an upgrade changes nothing else.
    Each is restored for trial. Where they are.

    Raises UserError or TemporaryFailure when one could not be made, or is not whole.
    """
    has_key = settings.recovery_key_file.exists() or not settings.backup.encrypt
    if settings.backup.destinations and has_key and not is_held(settings.data_dir):
        made = Backups(database, files, settings, settings_file, clock).make()
        bad = [f"{each.destination}: {'; '.join(each.problems)}" for each in made if each.problems]
        if bad:
            raise TemporaryFailure("\n".join(["The backup failed, nothing was changed:", *bad]))
        return [f"{each.destination}: {each.set_id}" for each in made]
    place = settings.data_dir / "backup" / f"{_NAMED}{make_set_id(clock())}"
    make_directory(place)
    try:
        name, contents, _ = copy_database(database, place)
        found = _problems(place / name, asdict(contents), database)
        if found:
            raise TemporaryFailure(f"The copy is not whole, nothing was changed: {'; '.join(found)}")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return [str(place / name)]


def copies_here(data_dir: Path) -> dict[Path, datetime]:
    """The copies of before upgrades in the directory of data, the oldest first, each with the moment from
    which on it goes.
    """
    made = sorted((data_dir / "backup").glob(f"{_NAMED}*"))
    return {
        path: moment_of(name) + timedelta(days=COPIES_DAYS)
        for path in made
        if is_set_id(name := path.name.removeprefix(_NAMED))
    }


def forget_copies(data_dir: Path, now: datetime) -> int:
    """Remove those that lay there long enough; how many."""
    old = [path for path, goes_at in copies_here(data_dir).items() if goes_at <= now]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _problems(copy: Path, contents: dict[str, object], server: Database) -> list[str]:
    with opened_copy(copy, server) as database, database.reading() as session:
        connection = session.connection()
        found = []
        if copy.name == SQLITE_COPY:
            rows = connection.execute(sa.text("PRAGMA integrity_check"))
            found = [str(row[0]) for row in rows if row[0] != "ok"]
        counted = asdict(contents_of(connection))
    return found + [name for name in counted if counted[name] != contents.get(name)]
