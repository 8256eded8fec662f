"""What every command needs, built once: settings, database, files, keys, and who is asking."""

from __future__ import annotations

import getpass
import os
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import typer

from models.errors import UserError
from models.settings.file import load_settings
from models.settings.settings import Settings
from models.signing.keys import read_keys
from models.signing.tokens import Signer
from models.store.database import Database, sqlite_file
from models.store.files import FileStore
from models.store.organisations import DatabaseStore
from models.store.schema import require_current

DEFAULT_SETTINGS = Path("settings.toml")
_chosen: ContextVar[Path | None] = ContextVar("chosen_settings", default=None)
_office: ContextVar[Office | None] = ContextVar("office", default=None)


def now() -> datetime:
    """The clock of the commands: aware UTC."""
    return datetime.now(UTC)


def find_settings_file(given: Path | None) -> Path | None:
    """The settings file to use: the one given, GUICHET_SETTINGS, ./settings.toml, or none at all."""
    if given is not None:
        return given
    named = os.environ.get("GUICHET_SETTINGS")
    if named:
        return Path(named)
    return DEFAULT_SETTINGS if DEFAULT_SETTINGS.exists() else None


@dataclass(frozen=True)
class Office:
    """Settings and everything made from them, each when first used."""

    settings: Settings

    @cached_property
    def database(self) -> Database:
        """The database, which must be current. Raises UserError naming the command to run."""
        file = sqlite_file(self.settings.database.url)
        if file is not None and not file.exists():
            # Opening it would make an empty one, in whatever directory the command was run.
            raise UserError(
                f"There is no database {file}. Go to the directory of settings.toml, or make one: guichet init"
            )
        database = self.database_as_is
        require_current(database)
        return database

    @cached_property
    def database_as_is(self) -> Database:
        """The database, whatever its shape: for `init` and `db`."""
        return Database(self.settings.database.url, pool_size=self.settings.database.pool_size)

    @cached_property
    def files(self) -> FileStore:
        return FileStore(self.settings.files_dir)

    @cached_property
    def signer(self) -> Signer:
        domain = self.settings.mail.reply_address.rpartition("@")[2]
        return Signer(read_keys(self.settings.reply_keys_file), domain)

    @cached_property
    def organisations(self) -> DatabaseStore:
        """The organisation in force and its earlier versions."""
        return DatabaseStore(self.database, now)

    @property
    def region(self) -> str:
        """Where numbers without a + are dialled: the town's, France as long as there is no town."""
        organisation = self.organisations.current()
        return organisation.town.region if organisation is not None else "FR"

    @property
    def actor(self) -> str:
        """Who is asking, for the access log."""
        return f"cli:{getpass.getuser()}"


def choose_settings(given: Path | None) -> None:
    """From now on this command uses the settings file `given` on its command line (None: the usual one)."""
    _chosen.set(given)
    _office.set(None)


def chosen_settings() -> Path | None:
    """The settings file of this command; None when there is none."""
    return find_settings_file(_chosen.get())


def open_office() -> Office:
    """The office of this command, from the settings that its options name."""
    office = _office.get()
    if office is None:
        office = Office(load_settings(chosen_settings()))
        _office.set(office)
    return office


def office_of(_context: typer.Context) -> Office:
    """The same, for commands that have their context at hand."""
    return open_office()
