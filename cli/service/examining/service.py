"""Does a service run here at all, and does it treat what comes in?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from cli.service.running import running
from models.store.lease import literal
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

_ledger = table_of(InboundMessage)
#: A service that is well treats a message within seconds; one that failed is tried again after minutes.
_LONG = timedelta(minutes=15)
#: The state of a socket that listens (TCP_LISTEN).
_LISTENS = "0A"


def service(office: Office) -> Iterator[Seen]:
    """Does the service run here, and does it treat what comes in?"""
    from dispatch.upkeep.job_runs import job_rows

    settings, zone = office.settings, office.town.zone
    pids = running(settings.data_dir / "workers")
    with office.database.reading() as session:
        oldest = _oldest(session.connection())
        ran_before = bool(job_rows(session))
    if oldest is not None and now() - oldest > _LONG:
        yield Seen(
            "error",
            f"A message should have been treated at {on_the_clock(oldest, zone)}.",
            "The reason stands in: guichet inbox list",
        )
    if pids:
        yield Seen("ok", f"The service runs here, as process {', '.join(map(str, pids))}.")
    elif settings.doors.smtp.enabled and is_listened_to(settings.doors.smtp.port):
        yield Seen(
            "ok", "No service runs here now: systemd listens in its place, and starts it for the next mail."
        )
    else:
        yield Seen(
            "error" if ran_before and office.database.is_sqlite else "warning",
            "No service runs on this machine: nothing that comes in is taken or treated here.",
            "Start it: guichet serve, or systemctl start guichet.",
        )


def _oldest(connection: sa.Connection) -> datetime | None:
    """When the first of the messages that wait was to be treated."""
    due = sa.select(sa.func.min(_ledger.c.next_attempt_at))
    found: datetime | None = connection.execute(
        due.where(_ledger.c.state == literal(InboundState.WAITING))
    ).scalar()
    return found


def is_listened_to(port: int) -> bool:
    """Whether something listens on that port here, without calling it, which would wake what sleeps: by what
    Linux says (proc_net(5)); False where it does not say.
    """
    for name in ("tcp", "tcp6"):
        try:
            rows = Path("/proc/net", name).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            _, local, _, state, *_ = row.split()
            if state == _LISTENS and int(local.rpartition(":")[2], 16) == port:
                return True
    return False
