"""The shape of the database: is it current, and make it so."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.errors import UserError
from models.store.database import Database
from models.tables import metadata

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision, the newest by default; does nothing when it is there."""
    with database.rebuilding() as session:
        config = _config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def newest_revision() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def require_current(database: Database) -> None:
    """Raises UserError naming the command when the database is empty, old, or newer than this program."""
    found, wanted = current_revision(database), newest_revision()
    if found == wanted:
        return
    if found is None:
        raise UserError("The database is empty. Run: guichet init")
    if found not in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise UserError(
            "The database was written by a newer Guichet. Install that version, or restore a backup."
        )
    raise UserError("The database must be upgraded. Make a backup, then run: guichet db upgrade")


def differences(database: Database) -> list[str]:
    """What a migration would still have to change for the database to equal the models; [] when equal."""
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        return [str(change) for change in compare_metadata(context, metadata)]


def new_migration(database: Database, message: str, revision: str) -> None:
    """Write a migration file from the difference between database and models (for developers)."""
    with database.transaction() as session:
        config = _config()
        config.attributes["connection"] = session.connection()
        command.revision(config, message, autogenerate=True, rev_id=revision)


def integrity_problems(database: Database) -> list[str]:
    """What SQLite's own checks find wrong; [] when sound, and always [] on PostgreSQL (it checks as it goes)."""
    if not database.is_sqlite:
        return []
    with database.reading() as session:
        found = [
            str(row[0])
            for row in session.connection().execute(sa.text("PRAGMA integrity_check"))
            if row[0] != "ok"
        ]
        broken = [
            f"{row[0]}: row {row[1]} points to a missing {row[2]}"
            for row in session.connection().execute(sa.text("PRAGMA foreign_key_check"))
        ]
    return found + broken


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
