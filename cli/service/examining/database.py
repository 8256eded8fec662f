"""What `guichet doctor` looks at of the database itself: without it nearly nothing else can be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen


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
