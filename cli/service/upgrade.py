"""`guichet upgrade`: after a newer program was installed, the database gets the shape that it needs."""

from __future__ import annotations

import fcntl
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.office import Office, now, office_of
from cli.present import console
from cli.speaking.translate import say
from models.errors import TemporaryFailure, UserError

if TYPE_CHECKING:
    from models.store.database import Database

#: In the directory of data: what an upgrade that has not ended has done so far.
JOURNAL = "upgrade.json"
_LOCK = "upgrade.lock"
#: How long connections of a service that ended may stand at the server.
_LEAVING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a database stands: its revision, and what it holds, to know it again."""

    revision: str
    contents: dict[str, Any]


def upgrade(
    context: typer.Context,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although others are connected to the PostgreSQL database.")
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Then run the service here, as guichet serve does.")
    ] = False,
) -> None:
    """After a newer Guichet was installed: end what runs, make and try a backup, upgrade the database."""
    office = office_of(context)
    office.require_file()  # before the lock, which stands in a folder of the town
    with _alone(office):
        _upgrade(office, anyway=anyway, serves=serve)
    if serve:
        from cli.service.serve import serve as run_service

        run_service(context)


def _upgrade(office: Office, *, anyway: bool, serves: bool) -> None:
    from models.store import schema
    from models.store.file_marker import settle_marker
    from models.store.revisions import known_revisions, newest_revision, require_newest, what_it_does

    database, newest = office.database_as_is, newest_revision()
    before = schema.current_revision(database)
    if before is None or before not in known_revisions():
        require_newest(before)
    if before == newest:
        _forget(office)
        _say(f"There is nothing to upgrade: the database is at revision {newest}, as this program needs it.")
        return
    from cli.service.running import end_running

    ended = end_running(office.settings.data_dir / "workers", _say)
    _require_alone(database, anyway=anyway)
    standing = _standing(database)
    _copied(office, standing)
    schema.upgrade(database)
    _settle(office, standing)
    _have_traces_signed(office)
    if not settle_marker(database, office.files):
        _say(
            f"{office.files.place} holds none of the files that it should: is its disk mounted? Else put "
            "them back from a backup, and type this again."
        )
    for revision in known_revisions():
        if str(before) < revision:
            _say(f"  {revision}  {say(what_it_does(revision))}")
    _say(f"The database is at revision {newest}; it was at {before}. Nothing of it is missing.")
    if serves:
        return
    _say(
        "Start the service again: guichet serve"
        if ended
        else "Start the service: guichet serve, or systemctl start guichet"
    )


def _copied(office: Office, standing: _Standing) -> None:
    """Have a copy of the database as it stands: a new one, or that of an upgrade that was cut short."""
    from dispatch.upkeep.backup.before_upgrade import copy_before_upgrade

    noted = _noted(office)
    if noted.get("standing") == asdict(standing) and noted.get("copies"):
        _say(f"An upgrade was begun before: its backup is used ({', '.join(noted['copies'])}).")
        return
    _say("Making a backup, and restoring it for trial…")
    copies = copy_before_upgrade(
        office.database_as_is, office.files, office.settings, office.settings_file, now
    )
    _note(office, {"standing": asdict(standing), "copies": copies})
    for each in copies:
        _say(f"  {each}: restored for trial and whole.")
    if not office.settings.backup.destinations:
        _say(
            "  (backup.destinations in settings.toml names no other place: keep this copy until all is well.)"
        )


def _settle(office: Office, before: _Standing) -> None:
    """The upgrade is done: nothing may be missing, and the shape must be what the program expects."""
    from models.store import schema

    database = office.database_as_is
    after, copies = _standing(database), ", ".join(_noted(office).get("copies", ()))
    wrong = [
        f"{name}: {before.contents[name]} before, {after.contents[name]} now"
        for name in ("rows", "last_entry_id", "last_references")
        if before.contents[name] != after.contents[name]
    ]
    wrong += schema.differences(database)
    if wrong:
        lines = "\n".join(f"  {each}" for each in wrong)
        raise UserError(
            f"The database was upgraded, and is not as it should be:\n{lines}\nThe backup: {copies}"
        )
    _forget(office)


def _have_traces_signed(office: Office) -> None:
    """A town from before the traces has no key that signs them yet."""
    from models.signing.notes import NoteSigner
    from models.store.chain.checkpoint import origin_of

    path = office.settings.audit_key_file
    if not path.exists():
        made = NoteSigner.make(path, origin_of(office.settings.mail.domains[0]))
        _say(
            f"Made the key that signs the traces: {path}. "
            f"Write this down where nobody changes it: {made.verifier}"
        )


def _require_alone(database: Database, *, anyway: bool) -> None:
    """Nobody else may use a PostgreSQL database: a service on another machine is not known here."""
    import sqlalchemy as sa

    if database.is_sqlite or anyway:
        return
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    connected, pause, ends_at = 1, threading.Event(), time.monotonic() + _LEAVING_SECONDS
    while connected:
        with database.reading() as session:
            connected = int(session.connection().execute(others).scalar_one())
        if not connected or time.monotonic() > ends_at:
            break
        pause.wait(0.2)
    if connected:
        raise UserError(
            f"{connected} other connections use the database: does Guichet run on another machine? Stop it "
            "there. If it is not Guichet's: guichet upgrade --anyway"
        )


def _standing(database: Database) -> _Standing:
    from models.store.copies import contents_of

    with database.reading() as session:
        contents = asdict(contents_of(session.connection()))
    return _Standing(str(contents.pop("revision")), contents)


@contextmanager
def _alone(office: Office) -> Iterator[None]:
    from models.store.durable import make_directory

    make_directory(office.settings.data_dir)
    with (office.settings.data_dir / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise TemporaryFailure("Another upgrade is under way.") from wrong
        yield


def _noted(office: Office) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((office.settings.data_dir / JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _note(office: Office, values: dict[str, Any]) -> None:
    from models.store.durable import write_durably

    content = json.dumps(values, ensure_ascii=False).encode()
    write_durably(office.settings.data_dir / JOURNAL, lambda stream: stream.write(content))


def _forget(office: Office) -> None:
    (office.settings.data_dir / JOURNAL).unlink(missing_ok=True)


def _say(sentence: str) -> None:
    console().print(sentence, markup=False, soft_wrap=True)
