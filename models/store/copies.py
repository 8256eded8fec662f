"""A consistent copy of the whole database while it is in use, and a database made from such a copy."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from models.errors import TemporaryFailure, UserError
from models.store.database import Database
from models.store.places import sqlite_file
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment, Entry, ReferenceCounter, RequestRow

#: Names of the copy in a set, by kind of database.
SQLITE_COPY, POSTGRESQL_COPY = "database.sqlite3", "database.pgdump"
#: Pages copied at a time: writers come in between.
_PAGES = 4096
_TABLES = (RequestRow, Entry, Attachment, InboundMessage, OutboundMessage)
_attachments, _ledger = table_of(Attachment), table_of(InboundMessage)
_entries, _counter = table_of(Entry), table_of(ReferenceCounter)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, to compare a copy with: rows by table, the last entry, the last reference of
    each year.
    """

    rows: dict[str, int]
    last_entry_id: int
    last_references: dict[str, int]
    revision: str


def contents_of(connection: sa.Connection) -> Contents:
    rows = {
        table_of(each).name: connection.execute(
            sa.select(sa.func.count()).select_from(table_of(each))
        ).scalar_one()
        for each in _TABLES
    }
    references = connection.execute(sa.select(_counter.c.year, _counter.c.last_number)).all()
    return Contents(
        rows=rows,
        last_entry_id=connection.execute(sa.select(sa.func.max(_entries.c.id))).scalar() or 0,
        last_references={str(row.year): row.last_number for row in references},
        revision=connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or "",
    )


def kept_digests(connection: sa.Connection) -> set[str]:
    """Every file (SHA-256) that the rows of a database point to and that must therefore be in the store."""
    kept = connection.execute(
        sa.select(_attachments.c.sha256).where(_attachments.c.removed_at.is_(None)).distinct()
    ).scalars()
    raws = connection.execute(
        sa.select(_ledger.c.raw_sha256).where(_ledger.c.raw.is_(None), _ledger.c.erased_at.is_(None))
    ).scalars()
    return {*kept, *raws}


def copy_database(database: Database, directory: Path) -> tuple[str, Contents, set[str]]:
    """Write a copy of one moment of `database` into `directory`: its name, its contents, the files it points
    to.

    Writers go on meanwhile. Raises TemporaryFailure when the database or the disk is away.
    """
    if database.is_sqlite:
        target = directory / SQLITE_COPY
        source_path = sqlite_file(database.url)
        assert source_path is not None
        _copy_sqlite(source_path, target)
        with opened_copy(target) as copy, copy.reading() as session:
            return SQLITE_COPY, contents_of(session.connection()), kept_digests(session.connection())
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        # It waits for the dump, which may take long.
        connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        # The dump sees the very snapshot in which the rows are counted.
        snapshot = connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one()
        found = contents_of(connection), kept_digests(connection)
        _run(
            "pg_dump",
            database.url,
            "-Fc",
            "--no-owner",
            f"--snapshot={snapshot}",
            "-f",
            str(directory / POSTGRESQL_COPY),
        )
    return POSTGRESQL_COPY, *found


def restore_database(copy: Path, url: str) -> None:
    """Make the empty database at `url` from a copy. Raises UserError when it is not empty or of another
    kind.
    """
    if copy.name == SQLITE_COPY:
        path = sqlite_file(url)
        if path is None:
            raise UserError("This copy is of a SQLite database: it cannot be restored into PostgreSQL.")
        if path.exists():
            raise UserError(f"There is a database {path} already: a copy is never restored over one.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(copy, path)
        path.chmod(0o600)
        return
    if url.startswith("sqlite"):
        raise UserError("This copy is of a PostgreSQL database: name an empty one with --database.")
    database = Database(url, pool_size=1)
    try:
        with database.reading() as session:
            if sa.inspect(session.connection()).get_table_names():
                raise UserError("That database is not empty: a copy is never restored over one.")
    finally:
        database.close()
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(copy))


@contextmanager
def opened_copy(copy: Path, near: Database | None = None) -> Iterator[Database]:
    """A copy as a database to look at, gone afterwards; one of PostgreSQL is made on the server of `near`.

    Raises UserError when that server does not let us make a database for it.
    """
    if copy.name == SQLITE_COPY:
        database = Database(f"sqlite:///{copy}", pool_size=1)
        try:
            yield database
        finally:
            database.close()
            for suffix in ("-wal", "-shm"):
                Path(f"{copy}{suffix}").unlink(missing_ok=True)
        return
    if near is None:
        raise UserError("A copy of PostgreSQL can only be looked at beside a server.")
    with _database_beside(near) as name:
        url = sa.make_url(near.url).set(database=name).render_as_string(hide_password=False)
        _run("pg_restore", url, "--no-owner", "--exit-on-error", str(copy))
        database = Database(url.replace("+psycopg", ""), pool_size=1)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def _database_beside(near: Database) -> Iterator[str]:
    """The name of an empty database on the server of `near`, gone afterwards. What a process left that was
    killed meanwhile, with everybody's words, goes now: whoever is at work holds a lock, which ends with its
    connection.
    """
    beside = near.engine.execution_options(isolation_level="AUTOCOMMIT")
    with beside.connect() as holding:
        run = holding.exec_driver_sql
        oid = run("SELECT oid FROM pg_database WHERE datname = current_database()").scalar_one()
        ours = f"guichet_check_{oid}_"
        # A % in a text of the driver's is the place of a value.
        left = run("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (ours,)).scalars().all()
        for name in left:
            if run("SELECT pg_try_advisory_lock(hashtext(%s))", (name,)).scalar_one():
                run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                run("SELECT pg_advisory_unlock(hashtext(%s))", (name,))
        name = f"{ours}{secrets.token_hex(6)}"
        run("SELECT pg_advisory_lock(hashtext(%s))", (name,))
        try:
            run(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except sa.exc.ProgrammingError as wrong:
            raise UserError(
                "A copy is tried in a database of its own, and this user may not make one. "
                "As the PostgreSQL superuser: ALTER USER … CREATEDB"
            ) from wrong
        try:
            yield name
        finally:
            run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            run("SELECT pg_advisory_unlock(hashtext(%s))", (name,))


def _copy_sqlite(source_path: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(source_path, timeout=60)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            # One read transaction: without it, each writer of another process starts the copy over.
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            source.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")
    except (sqlite3.Error, OSError) as wrong:
        raise TemporaryFailure(
            "The database cannot be copied.", f"{type(wrong).__name__}: {wrong}"
        ) from wrong


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password travels in the environment, not in the list of
    processes.
    """
    target = sa.make_url(url).set(drivername="postgresql")
    shown = target.set(password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": target.password} if target.password else {})}
    found = shutil.which(program)
    if found is None:
        raise UserError(f"{program} is not installed: the package postgresql-client has it.")
    done = subprocess.run(  # noqa: S603  # the program is PostgreSQL's, the arguments are ours
        [found, "-d", shown, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [""]
        raise TemporaryFailure(f"{program} failed.", lines[-1][:300])
