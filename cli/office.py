"""What every command needs, built once and each part when first used: settings, database, files, who is
asking.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import UserError

if TYPE_CHECKING:
    import typer

    from dispatch.queries.town import TownFacts
    from models.settings.settings import Settings
    from models.signing.tokens import Signer
    from models.store.accesses import Accesses
    from models.store.database import Database
    from models.store.files import FileStore
    from models.store.glance import Glance
    from models.store.organisations import DatabaseStore

DEFAULT_SETTINGS = Path("settings.toml")
#: Where a packaged installation keeps them.
SYSTEM_SETTINGS = Path("/etc/guichet/settings.toml")


def now() -> datetime:
    """The clock of the commands: aware UTC."""
    return datetime.now(UTC)


def find_settings_file(given: Path | None) -> Path | None:
    """The settings file to use, or None when there is none at all.

    The one given; GUICHET_SETTINGS; ./settings.toml; one in a folder above, when it is ours or root's, so
    that nobody else's is obeyed; that of the system.
    """
    if given is not None:
        return given
    named = os.environ.get("GUICHET_SETTINGS")
    if named:
        return Path(named)
    if DEFAULT_SETTINGS.exists():
        return DEFAULT_SETTINGS
    above = (folder / DEFAULT_SETTINGS for folder in Path.cwd().parents)
    return next((path for path in (*above, SYSTEM_SETTINGS) if _is_trusted(path)), None)


def _is_trusted(path: Path) -> bool:
    try:
        return path.stat().st_uid in (0, os.getuid())
    except OSError:
        return False


def login() -> str:
    """The login of whoever runs the command; `uid-1000` where the machine has no name for it."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry in passwd, as in a container
        return f"uid-{os.getuid()}"


@dataclass(frozen=True)
class Office:
    """Settings and everything made from them, each when first used."""

    settings: Settings
    #: Where they were read; None for defaults and environment alone.
    settings_file: Path | None = None

    @cached_property
    def database(self) -> Database:
        """The database, which must be current. Raises UserError naming the command to run."""
        from models.store.schema import require_current

        self.require_file()
        database = self.database_as_is
        require_current(database)
        return database

    @cached_property
    def database_as_is(self) -> Database:
        """The database, whatever its shape: for `init` and `db`."""
        from cli.logs import keep_logs_apart
        from models.store.database import Database

        keep_logs_apart(self.settings.logs)
        given = self.settings.database
        return Database(
            given.url,
            pool_size=given.pool_size,
            idle_transaction_seconds=given.idle_transaction_seconds,
            lock_wait_seconds=given.lock_wait_seconds,
            answer_seconds=given.answer_seconds,
        )

    @cached_property
    def glance(self) -> Glance:
        """The database for those who only look, by its driver alone. Raises UserError as `database` does."""
        from models.store.glance import Glance

        self.require_file()
        return Glance(self.settings.database.url)

    @cached_property
    def town(self) -> TownFacts:
        """The town's name, clock and language. Raises UserError as `glance` does.

        Read by a look of its own that ends at once: a service that held its snapshot would keep the
        database from tidying up for as long as it runs.
        """
        from dispatch.queries.town import town_facts
        from models.store.glance import Glance

        self.require_file()
        with closing(Glance(self.settings.database.url)) as look:
            return town_facts(look)

    @property
    def this_year(self) -> int:
        """The year on the town's clock: the one that a number alone, `42`, belongs to."""
        return now().astimezone(self.town.zone).year

    @property
    def shown_database(self) -> str:
        """The URL of the database without its password."""
        from models.store.places import shown_url

        return shown_url(self.settings.database.url)

    @cached_property
    def accesses(self) -> Accesses:
        """The access log, for those who only look. Raises UserError when there is no database file."""
        from models.store.accesses import Accesses

        self.require_file()
        return Accesses(self.settings.database.url, self.settings.data_dir)

    @cached_property
    def files(self) -> FileStore:
        """Where files are kept. A restored copy that nobody resumed has its own beside it, whatever its
        settings say: the bucket they name is that of the town it was copied from.
        """
        from models.store.files import FileStore
        from models.store.filing.choosing import store_of
        from models.store.places import is_held

        if is_held(self.settings.data_dir):
            return FileStore(self.settings.files_dir, marked=True)
        return store_of(self.settings)

    @cached_property
    def signer(self) -> Signer:
        from models.signing.keys import read_keys
        from models.signing.tokens import Signer

        domain = self.settings.mail.reply_address.rpartition("@")[2]
        return Signer(read_keys(self.settings.reply_keys_file), domain)

    @cached_property
    def organisations(self) -> DatabaseStore:
        """The organisation in force and its earlier versions."""
        from models.store.organisations import DatabaseStore

        return DatabaseStore(self.database, now)

    @property
    def region(self) -> str:
        """Where numbers without a + are dialled: the town's, France as long as there is no town."""
        from models.organisation.town import REGIONS

        return REGIONS.get(self.town.document.get("town", {}).get("holidays", ""), "FR")

    @property
    def actor(self) -> str:
        """Who is asking, for the access log."""
        return f"cli:{login()}"

    def looked(self, action: str, subject: str, **data: object) -> None:
        """Trace that somebody looks; before anything is shown. Raises TemporaryFailure when it cannot be
        traced.
        """
        self.accesses.record(now(), self.actor, action, subject, data)

    def close(self) -> None:
        """Give back what was opened."""
        if "database_as_is" in self.__dict__:
            self.database_as_is.close()
        if "glance" in self.__dict__:
            self.glance.close()

    def require_file(self) -> None:
        """Raises UserError when there is no database file."""
        from models.store.places import sqlite_file

        file = sqlite_file(self.settings.database.url)
        if file is not None and not file.exists():
            # Opening it would make an empty one, in whatever directory the command was run.
            raise UserError(
                f"There is no database {file}. Go to the directory of settings.toml, or make one: "
                f"guichet init"
            )


class Opening:
    """What the options before the command say; the office is opened when a command first needs it."""

    def __init__(self, given: Path | None) -> None:
        self.given = given

    @property
    def settings_file(self) -> Path | None:
        """The settings file of this command; None when there is none."""
        return find_settings_file(self.given)

    @property
    def file_to_make(self) -> Path:
        """Where `init` writes settings: the file named, else here; never one found elsewhere."""
        named = os.environ.get("GUICHET_SETTINGS")
        return self.given or (Path(named) if named else DEFAULT_SETTINGS)

    @cached_property
    def office(self) -> Office:
        from models.settings.file import anchored, load_settings

        file = self.settings_file
        settings = load_settings(file)
        # The same settings mean the same files, wherever the command is typed.
        elsewhere = file is not None and file.parent != Path()
        return Office(anchored(settings, file.parent) if file is not None and elsewhere else settings, file)

    def close(self) -> None:
        if "office" in self.__dict__:
            self.office.close()


def office_of(context: typer.Context) -> Office:
    """The office of this command, from the settings that its options name. Raises UserError."""
    office: Office = context.obj.office
    return office
