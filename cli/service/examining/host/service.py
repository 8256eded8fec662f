"""Does a service run here at all, does it treat what comes in, and does what it writes leave?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from cli.service.examining.host.listening import mail_is_awaited, places_taken, program_of
from cli.service.running import running
from models.store.lease import literal
from models.store.places import is_held
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

_ledger = table_of(InboundMessage)
#: A service that is well treats a message within seconds; one that failed is tried again after minutes.
_LONG = timedelta(minutes=15)


def service(office: Office) -> Iterator[Seen]:
    """Does the service run here, and does it treat what comes in?"""
    from dispatch.queries.waiting import ages_of_oldest
    from dispatch.upkeep.job_runs import job_rows

    settings, zone = office.settings, office.town.zone
    pids = running(settings.data_dir / "workers")
    with office.database.reading() as session:
        oldest = _oldest(session.connection())
        unsent = timedelta(seconds=ages_of_oldest(session, now()).outbound_seconds)
        ran_before = bool(job_rows(session))
    if oldest is not None and now() - oldest > _LONG:
        yield Seen(
            "error",
            f"A message should have been treated at {on_the_clock(oldest, zone)}.",
            "The reason stands in: guichet inbox list",
        )
    late = max(_LONG, timedelta(seconds=settings.alerts.sent_within_seconds))
    if unsent > late and not is_held(settings.data_dir):
        yield Seen(
            "error",
            f"A notice should have left at {on_the_clock(now() - unsent, zone)}.",
            "What keeps it: guichet outbox list --state queued. The relay: guichet doctor mail; texts: "
            "guichet doctor sms",
        )
    if pids:
        yield Seen("ok", f"The service runs here, as process {', '.join(map(str, pids))}.")
    elif taken := list(places_taken(settings)):
        for table, place, other in taken:
            yield Seen(
                "error" if ran_before and office.database.is_sqlite else "warning",
                f"Another program, {program_of(other)}, has {place} of [{table}], as process {other}: "
                "nothing that comes in is taken here.",
                "End it, or give another place under that table in settings.toml; two towns have each their "
                "own. Then start this one: guichet serve, or systemctl start guichet.",
            )
    elif mail_is_awaited(settings.doors):
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
