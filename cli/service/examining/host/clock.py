"""What `guichet doctor` says of the clock: what messages and PostgreSQL say, and who sets it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen

#: How far apart two clocks may be before signed addresses and due dates go wrong.
CLOCKS_APART = timedelta(minutes=2)
#: What the kernel answers when nothing sets its clock (TIME_ERROR).
_UNSET = 5
#: More than `struct timex` takes on any machine; all zero asks and changes nothing.
_ROOM_BYTES = 512
#: What says that this is a container: the clock is that of its host.
_CONTAINER = ("/run/systemd/container", "/.dockerenv", "/run/.containerenv")


def clock(office: Office) -> Iterator[Seen]:
    """Is the clock of this machine right, as far as the database can tell?"""
    from models.tables.columns import table_of
    from models.tables.ledger import InboundMessage

    ledger = table_of(InboundMessage)
    with office.database.reading() as session:
        # The last one to come: an earlier one says only what the clock was then.
        last = sa.select(ledger.c.received_at).order_by(ledger.c.id.desc()).limit(1)
        newest = session.connection().execute(last).scalar()
        server = None
        if not office.database.is_sqlite:
            server = session.connection().execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    here = now()
    if newest is not None and newest - here > CLOCKS_APART:
        yield Seen(
            "error",
            f"A message was stored at {on_the_clock(newest, office.town.zone)}, which is still to come.",
            "The clock of this machine is slow, or was fast: set it (timedatectl set-ntp true). The next "
            "message shows it right.",
        )
    elif server is not None and abs(server - here) > CLOCKS_APART:
        apart = abs(server - here).total_seconds()
        yield Seen(
            "error",
            f"The clocks of this machine and of PostgreSQL are {apart:.0f} s apart.",
            "Set both: timedatectl set-ntp true",
        )
    elif is_set() is False and not in_a_container():
        yield Seen(
            "warning",
            "Nobody sets the clock of this machine: it goes wrong little by little.",
            "Have it set: apt install systemd-timesyncd; then: timedatectl set-ntp true",
        )
    else:
        yield Seen("ok", "Nothing says that the clock is wrong.")


def is_set() -> bool | None:
    """Whether the clock is kept right by NTP; None where the system does not tell."""
    try:
        asking = ctypes.CDLL(None, use_errno=True).adjtimex
    except (AttributeError, OSError):
        return None
    state = int(asking(ctypes.create_string_buffer(_ROOM_BYTES)))
    return None if state < 0 else state != _UNSET


def in_a_container() -> bool:
    """Whether the clock is the host's, which no command here sets."""
    return any(Path(each).exists() for each in _CONTAINER)
