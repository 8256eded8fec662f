"""What erased rows left beside the database: files of the store, letters written to files, free pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import structlog

from dispatch.upkeep.backup.before_upgrade import copies_here
from dispatch.upkeep.backup.restic import files_here
from dispatch.upkeep.retention.forget import Erased
from models.errors import TemporaryFailure
from models.settings.settings import Settings
from models.store.copies import kept_digests
from models.store.database import Database
from models.store.files import FileStore
from models.store.privacy.followed import scrub_followed
from models.store.privacy.scrub import scrub

#: A file that was handed in so lately may be about to get its row.
YOUNG_SECONDS = 3600.0
#: How long the night waits for Litestream to begin the log again, which it does once a minute or so.
FOLLOWED_SECONDS = 300.0
#: Files of a bucket that no row points to, beyond which one of which they are the most is not swept.
MOST_STRANGE = 50
#: In the data directory: something was erased whose traces in the database's files still stand.
MARK = "erased-not-scrubbed"
log = structlog.get_logger(__name__)


def take_away(
    database: Database, files: FileStore, settings: Settings, erased: Erased, *, wait_seconds: float = 0.0
) -> list[str]:
    """Remove what nothing points to any more, and write the database anew; sentences about what is left for
    the night. To be called when the erasing transaction is over.
    """
    left = []
    for outbox_id in sorted(erased.outbox_ids):
        for path in letter_files(settings, outbox_id):
            path.unlink(missing_ok=True)
    try:
        if count := sweep(database, files, erased.digests):
            left.append(f"{count} files came in within the hour: removed in the night.")
    except TemporaryFailure:  # the rows are erased, and their receipt must be told
        left.append("The files cannot be reached: they are removed in the night.")
    here = files_here(settings.data_dir)
    if erased.digests and here.directory.exists():
        with database.reading() as session:
            gone = erased.digests - kept_digests(session.connection())
        for digest in gone:
            here.remove(digest)
    if erased.digests and files.leaves_later:
        left.append("Its files are set aside in the bucket, and are gone in the night.")
    if not scrubbed(database, settings, wait_seconds=wait_seconds):
        left.append("The database is in use: its free pages are written over in the night.")
    for path, goes_at in copies_here(settings.data_dir).items():
        day = f"{goes_at:%Y-%m-%d}"
        left.append(f"A copy of before an upgrade still holds it: {path} goes on {day}, or remove it now.")
    return left


def mark(data_dir: Path) -> None:
    """Note before an erasing transaction ends that its traces still stand: a process that dies between it and
    `take_away` leaves the rest to the night.
    """
    (data_dir / MARK).touch(mode=0o600)


def scrubbed(database: Database, settings: Settings, *, wait_seconds: float = 0.0) -> bool:
    """Write the database anew; a mark stays until that is done. Beside Litestream it takes minutes, of which
    `wait_seconds` are waited for.
    """
    mark(settings.data_dir)
    is_followed = database.is_sqlite and settings.replication.litestream is not None
    try:
        done = scrub_followed(database, wait_seconds) if is_followed else scrub(database)
    except TemporaryFailure:
        done = False
    if done:
        (settings.data_dir / MARK).unlink(missing_ok=True)
    return done


def sweep(
    database: Database, files: FileStore, digests: Iterable[str] | None = None, *, anyway: bool = False
) -> int:
    """Remove those of `digests` (by default of the whole store) that no row points to; how many are too
    young.

    Raises TemporaryFailure, and removes nothing, when the whole of a bucket is looked at and most of it is
    strange to this database (unless `anyway`): it may be another town's, or that of a copy of this one.
    """
    looked_at = set(files.digests() if digests is None else digests)
    if digests is not None and not looked_at:
        return 0
    with database.reading() as session:
        kept = kept_digests(session.connection())
    strange = looked_at - kept
    if digests is None and not anyway and files.leaves_later and is_strange(len(strange), len(looked_at)):
        raise TemporaryFailure(
            "Most files of the bucket belong to nothing in this database, and none was removed: "
            "guichet files sweep",
            f"{len(strange)} of {len(looked_at)} in {files.place}",
        )
    before, young = files.now() - YOUNG_SECONDS, 0
    for digest in strange:
        young += not files.remove_if_old(digest, before)
    if digests is None:
        files.clear_aside(kept, before)
    return young


def is_strange(strange: int, there: int) -> bool:
    """Whether so many files that no row points to, of so many, say that a bucket is not this town's."""
    return strange > max(MOST_STRANGE, there // 2)


def letters_there(settings: Settings) -> set[int]:
    """The numbers of the notices whose letters or texts lie in files."""
    found = set()
    for folder, pattern in ((settings.outgoing_dir, "*.eml"), (settings.texts_dir, "text-*.txt")):
        for path in folder.glob(pattern):
            number = path.stem.rpartition("-")[2]
            if number.isascii() and number.isdigit():
                found.add(int(number))
    return found


def letter_files(settings: Settings, outbox_id: int) -> tuple[Path, ...]:
    """Where the file carriers put a notice."""
    return (
        settings.outgoing_dir / f"{outbox_id:08d}.eml",
        settings.texts_dir / f"text-{outbox_id:08d}.txt",
    )
