"""The shape of the database: is it current, and make it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from models.store.database import Database
from models.store.revisions import MIGRATIONS, newest_revision, require_newest

if TYPE_CHECKING:
    from alembic.config import Config

#: How names of tables begin that are in the database besides.
_NOT_OURS = ("request_words", "_litestream_")


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision, the newest by default; does nothing when it is there."""
    from alembic import command

    with database.rebuilding() as session:
        config = _config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.reading() as session:
        connection = session.connection()
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def is_current(database: Database) -> bool:
    """Whether the database has the shape that this program needs."""
    return current_revision(database) == newest_revision()


def require_current(database: Database) -> None:
    """Raises UserError naming the command when the database is empty, old, or newer than this program."""
    require_newest(current_revision(database))


def differences(database: Database) -> list[str]:
    """What a migration would still have to change for the database to equal the models; [] when equal."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from models.tables import metadata

    with database.reading() as session:
        options = {"compare_type": True, "include_name": is_of_models}
        context = MigrationContext.configure(session.connection(), opts=options)
        return [str(change) for change in compare_metadata(context, metadata)]


def is_of_models(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether a thing of the database is written in `models.tables`. The index of words is not (on SQLite it
    is a virtual table with tables of its own), nor what Litestream notes in a database that it follows.
    """
    return not (kind == "table" and name is not None and name.startswith(_NOT_OURS))


def integrity_problems(database: Database) -> list[str]:
    """What SQLite's own checks find wrong; [] when sound, and always [] on PostgreSQL (it checks as it
    goes).
    """
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
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
