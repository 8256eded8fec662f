"""A set that an earlier Guichet made is checked, restored and brought to today's shape, with all that it held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.upkeep.backup.backups import Backups, destination_at
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from dispatch.upkeep.backup.restore import restore_set
from dispatch.upkeep.backup.thinning import superfluous
from models.errors import UserError
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings
from models.store.database import Database
from models.store.files import FileStore
from models.store.revisions import known_revisions, newest_revision
from models.store.schema import current_revision, differences, require_current, upgrade
from models.tables.columns import table_of
from models.tables.requests import Attachment
from tests.copies import prepare
from tests.old_databases import ROWS, make_old_database
from tests.servers import postgres

#: The first of all, the one before traces were chained, and the one before today's.
OLD = (known_revisions()[0], "0007", known_revisions()[-2])
A_YEAR_AGO = datetime(2025, 11, 27, 8, 0, tzinfo=UTC)
_files = table_of(Attachment)


def old_town(database: Database, revision: str, directory: Path) -> tuple[Settings, Backups, list[bytes]]:
    """A town of that time with a file to each of its attachments, and where its sets go."""
    make_old_database(database, revision)
    files, contents = (
        FileStore(directory / "var/files"),
        [f"fichier {n}".encode() for n in range(1, ROWS + 1)],
    )
    with database.transaction() as session:
        for number, content in enumerate(contents, 1):
            change = sa.update(_files).where(_files.c.id == number).values(sha256=files.put(content))
            session.connection().execute(change.values(removed_at=None))
    settings = Settings(
        data_dir=directory / "var", backup=BackupSettings(destinations=(str(directory / "nas"),))
    )
    return settings, Backups(database, files, settings, None, lambda: A_YEAR_AGO), contents


@pytest.mark.parametrize("revision", OLD)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_is_whole_again_under_the_program_of_today(
    kind: str,
    revision: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    open_database: Callable[[str], Database],
) -> None:
    if kind == "sqlite":
        urls = [f"sqlite:///{tmp_path / 'old.db'}", f"sqlite:///{tmp_path / 'elsewhere/var/guichet.db'}"]
    else:
        cluster: postgres.PostgresCluster = request.getfixturevalue("postgres_cluster")
        urls = [cluster.url(cluster.create_database("template0")) for _ in range(2)]
    settings, backups, contents = old_town(open_database(urls[0]), revision, tmp_path)
    prepare(backups)
    assert [(each.problems, each.removed) for each in backups.make()] == [((), ())]
    destination = destination_at(
        str(tmp_path / "nas"), settings, RecoveryKey.read(settings.recovery_key_file)
    )
    (set_id,) = destination.sets()
    # A year later it is past keep_days, and stays: nothing newer was made.
    assert superfluous([set_id], A_YEAR_AGO + timedelta(days=365), settings.backup.keep_days) == []
    manifest = restore_set(
        destination, set_id, tmp_path / "elsewhere", urls[1] if kind == "postgresql" else None
    )
    assert manifest.contents["revision"] == revision and manifest.contents["rows"]["request"] == ROWS
    there = open_database(urls[1])
    with pytest.raises(UserError, match="guichet upgrade"):
        require_current(there)
    upgrade(there)
    assert (current_revision(there), differences(there)) == (newest_revision(), [])
    stored = FileStore(tmp_path / "elsewhere/var/files", marked=True)
    with there.reading() as session:
        kept = session.connection().execute(sa.select(_files.c.sha256).order_by(_files.c.id)).scalars().all()
    assert [stored.get(digest) for digest in kept] == contents
