"""What /health/ready looks at: doors, database, loops, what waits too long, disk, sending, the schedule."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from cli.office import Office, now
from dispatch.queries.waiting import ages_of_oldest
from dispatch.upkeep.job_runs import job_troubles
from dispatch.upkeep.loop import Loop
from dispatch.upkeep.replication.standbys import is_unconfirmed
from intake.ledger.room import Room
from intake.ledger.room import free_bytes as bytes_free
from models.errors import TemporaryFailure
from models.settings.settings import Settings
from models.store.places import is_held, sqlite_file

#: Failures in a row after which a loop is called stuck.
_FAILURES = 3


def checks(
    office: Office, loops: Callable[[], Iterable[Loop]], room: Room, doors: Callable[[], str]
) -> dict[str, Callable[[], str]]:
    """What is looked at, by the name shown; each says what is wrong in a few words, '' for nothing. `doors`
    says why not all of them are open.
    """
    settings = office.settings

    def database() -> str:
        office.database.ping()
        if office.database.is_sqlite:
            return ""
        with office.database.reading() as session:
            unconfirmed = is_unconfirmed(session)
        return "nothing is stored: each commit waits for a standby that is away" if unconfirmed else ""

    def work() -> str:
        stuck = [loop.name for loop in loops() if not loop.is_alive or loop.failures > _FAILURES]
        return f"not working: {', '.join(stuck)}" if stuck else ""

    def waiting() -> str:
        with office.database.reading() as session:
            ages = ages_of_oldest(session, now())
        late = []
        if ages.inbound_seconds > settings.alerts.decided_within_seconds:
            late.append(f"a message has waited {ages.inbound_seconds:.0f} s to be decided")
        if ages.outbound_seconds > settings.alerts.sent_within_seconds:
            late.append(f"a notice has waited {ages.outbound_seconds:.0f} s to leave")
        return "; ".join(late)

    def disk() -> str:
        return disk_problem(folders_of(settings), settings.limits.free_bytes)

    def mail_room() -> str:
        full = room.kept_bytes >= settings.limits.mail_bytes
        return "the room for mail is full (limits.mail_bytes)" if full else ""

    def files() -> str:
        return "" if office.files.is_there() else "the file store is away"

    def sending() -> str:
        held = is_held(settings.data_dir)
        return "sending is off: a restored copy (guichet backup resume)" if held else ""

    return {
        "doors": doors,
        "database": _unless_away(database),
        "work": work,
        "waiting": _unless_away(waiting),
        "files": files,
        "disk": disk,
        "room": mail_room,
        "sending": sending,
    }


def warnings(office: Office) -> dict[str, Callable[[], str]]:
    """What somebody must see to while this process does its work as well as another would: whoever sends work
    elsewhere for it gains nothing. A job of the schedule that fails is one.
    """

    def schedule() -> str:
        with office.database.reading() as session:
            return ", ".join(job_troubles(session, now()))

    return {"schedule": _unless_away(schedule)}


def _unless_away(look: Callable[[], str]) -> Callable[[], str]:
    """`look`, or what is said while the database does not answer."""

    def looked() -> str:
        try:
            return look()
        except TemporaryFailure as wrong:
            return wrong.public

    return looked


def unless_held(data_dir: Path, deliver: Callable[[], bool]) -> Callable[[], bool]:
    """`deliver`, but nothing from a restored copy: the town it was copied from may still be writing to the
    same people.
    """
    return lambda: not is_held(data_dir) and deliver()


def disk_problem(folders: Iterable[Path], free_bytes: int) -> str:
    """What is wrong with the disk below `folders`: full, nearly so, or not to be written; '' when there is
    room.
    """
    for folder in folders:
        try:
            read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
        except OSError:
            return "a directory of data is missing"
        if read_only:
            return "the disk is read-only"
        free = bytes_free(folder)
        if free == 0:
            return "the disk is full"
        if free < free_bytes:
            return "the disk is nearly full"
    return ""


def folders_of(settings: Settings) -> tuple[Path, ...]:
    """The folders whose disks must not run full: data, files, and a SQLite database kept elsewhere."""
    file = sqlite_file(settings.database.url)
    kept = (settings.files_dir,) if settings.files.store == "directory" else ()
    return (settings.data_dir, *kept, *([file.parent] if file is not None else []))


def watched_doors(settings: Settings) -> tuple[str, ...]:
    """Doors whose silence is worth an alert."""
    listening = [name for name in ("smtp", "lmtp") if getattr(settings.doors, name).enabled]
    return (*listening, *(["imap"] if settings.doors.imap else []))
