"""What `guichet doctor` looks at of the database itself: without it nearly nothing else can be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from cli.office import Office
from cli.service.doctor_rooms import Seen
from models.errors import TemporaryFailure, UserError


def database(office: Office) -> Iterator[Seen]:
    """Is it there, does it answer, and has it the shape that this program needs? Raises UserError, which
    names what to run.
    """
    from models.store.revisions import newest_revision

    with office.database.reading() as session:
        session.connection()
    yield Seen(
        "ok",
        f"The database {office.shown_database} answers, in the shape of this program ({newest_revision()}).",
    )


def without_database(office: Office) -> list[tuple[str, Callable[[], None]]]:
    """What of the rooms that need it can be looked at all the same, under their names."""
    from cli.service.doctor_rooms import backups, mail_out
    from cli.service.examining.host.certificates import certificates
    from cli.service.examining.host.machine import antivirus, disk
    from cli.service.examining.said import show

    rooms = {
        "Mail (doctor mail)": (mail_out,),
        "Backups (doctor backup)": (backups,),
        "Machine (doctor machine)": (disk, certificates, antivirus),
    }
    return [
        (name, partial(show, *(partial(_as_far_as_it_goes, look, office) for look in looks)))
        for name, looks in rooms.items()
    ]


def _as_far_as_it_goes(look: Callable[[Office], Iterator[Seen]], office: Office) -> Iterator[Seen]:
    """What is seen before the database is needed, of which all has been said."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield from look(office)
    except UserError:
        return
    except TemporaryFailure as stopped:
        if not isinstance(stopped.__cause__, DBAPIError):
            raise
