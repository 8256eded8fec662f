"""Where everything that comes in is made durable, and how much room there is for it."""

from __future__ import annotations

from collections.abc import Callable

from cli.office import Office, now
from cli.service.seeing.health import folders_of
from dispatch.upkeep.guarding.room_watch import remember_hour
from intake.ledger.reception import Reception
from intake.ledger.room import Room


def make_reception(office: Office, on_stored: Callable[[], None]) -> tuple[Reception, Room]:
    """The reception of the doors, and the room that it minds: it knows what came within the last hour."""
    settings = office.settings
    room = Room(settings.limits, folders_of(settings))
    with office.database.reading() as session:
        remember_hour(session, room, settings.mail.relays, now())
    reception = Reception(
        office.database,
        office.files,
        on_stored=on_stored,
        room=room,
        store_seconds=settings.database.store_seconds,
    )
    return reception, room
