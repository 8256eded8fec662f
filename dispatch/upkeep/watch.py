"""What goes wrong silently: a door that hears nothing, a queue that grows old, a disk that fills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.notices.held import WINDOW_MINUTES, told_of_held
from dispatch.queries.storage import kept_bytes
from dispatch.upkeep.backup.backups import last_good_of
from dispatch.upkeep.replication.following import noted_in
from models.settings.settings import Settings
from models.store.organisations import InForce
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.mailboxes import MailboxCursor
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.proofs import Confirmation, ConfirmationState

#: The name of something found wrong, and the alert that tells it.
Found = tuple[str, dict[str, Any]]
_inbound, _outbound, _cursors = table_of(InboundMessage), table_of(OutboundMessage), table_of(MailboxCursor)
_confirmations = table_of(Confirmation)
#: Share of the quota at which the administrator is told.
QUOTA_ALERT = 0.8
#: Age of the oldest waiting notice at which something must be wrong with its carrier.
OLDEST_NOTICE_HOURS = 4
#: How long a mailbox may fail before somebody is told: most failures of a provider are over by then.
FAILING_HOURS = 1
#: What is told by text as well as by mail: mail itself is in trouble.
_BY_TEXT = ("queue-email", "mailbox-")


def watch(
    session: Session, in_force: InForce, settings: Settings, doors: Iterable[str], now: datetime
) -> list[str]:
    """Tell the administrators of each thing that looks wrong, once a day each; the sentences."""
    found = [
        *_silent_doors(session, settings, doors, now),
        *_quota(session, settings),
        *_old_notices(session, now),
        *_held(session, now),
        *_mailboxes(session, now),
        *_backups(settings, in_force.organisation.town.zone, now),
        *_second_machine(settings),
    ]
    for name, data in found:
        outside_requests.tell_administrators(
            session,
            in_force,
            "alert",
            f"watch:{name}:{now.date().isoformat()}",
            now,
            data=data,
            # Mail that does not leave says nothing of itself; a mailbox that cannot be read is often that of
            # the reader too.
            by_text="sms" in settings.channels and name.startswith(_BY_TEXT),
        )
    return [data["summary"] for _, data in found]


def _silent_doors(session: Session, settings: Settings, doors: Iterable[str], now: datetime) -> list[Found]:
    hours = settings.alerts.silent_hours
    last = dict(
        session.connection()
        .execute(sa.select(_inbound.c.door, sa.func.max(_inbound.c.received_at)).group_by(_inbound.c.door))
        .all()
    )
    return [
        (
            f"silent-{door}",
            alert_of("door_silent", command="guichet inbox list", door=door, hours=hours),
        )
        for door in doors
        if door in last and last[door] < now - timedelta(hours=hours)
    ]


def _quota(session: Session, settings: Settings) -> list[Found]:
    used, quota = kept_bytes(session), settings.limits.quota_bytes
    if used < quota * QUOTA_ALERT:
        return []
    return [
        (
            "quota",
            alert_of(
                "quota",
                command="guichet files show",
                used=f"{used / 2**20:.0f}",
                quota=f"{quota / 2**20:.0f}",
                percent=f"{100 * used / quota:.0f}",
            ),
        )
    ]


def _old_notices(session: Session, now: datetime) -> list[Found]:
    since = now - timedelta(hours=OLDEST_NOTICE_HOURS)
    query = (
        sa.select(_outbound.c.channel, sa.func.count())
        .where(
            _outbound.c.state == OutboundState.QUEUED,
            _outbound.c.created_at < since,
            _outbound.c.can_wait.is_(False),
        )
        .group_by(_outbound.c.channel)
    )
    return [
        (
            f"queue-{channel}",
            alert_of(
                "notices_wait",
                command="guichet outbox list --state queued",
                count=count,
                channel=channel,
                hours=OLDEST_NOTICE_HOURS,
            ),
        )
        for channel, count in session.connection().execute(query)
    ]


def _held(session: Session, now: datetime) -> list[Found]:
    """What is held and was not told by itself within the hour: what a filter in front marked, storms."""
    told = {inbound for _, inbound in told_of_held(session, now)}
    waiting = (
        _inbound.c.state == InboundState.HELD,
        _inbound.c.received_at > now - timedelta(days=1),
        _inbound.c.received_at <= now - timedelta(minutes=2 * WINDOW_MINUTES),
        # What its agent was asked about needs nobody else yet.
        _inbound.c.id.not_in(
            sa.select(_confirmations.c.inbound_id).where(_confirmations.c.state == ConfirmationState.ASKED)
        ),
    )
    counting, connection = (
        sa.select(sa.func.count()).select_from(_inbound).where(*waiting),
        session.connection(),
    )
    count = connection.execute(counting).scalar_one()
    if count and told:
        count -= connection.execute(counting.where(_inbound.c.id.in_(told))).scalar_one()
    if not count:
        return []
    return [("held", alert_of("held", command="guichet inbox list --state held", count=count))]


def _mailboxes(session: Session, now: datetime) -> list[Found]:
    since = now - timedelta(hours=FAILING_HOURS)
    query = sa.select(
        *columns_of(_cursors, "name", "failing_since", "failure", "reconciled_at", "on_server", "stored")
    )
    found = []
    for row in session.connection().execute(query):
        if row.failing_since is not None and row.failing_since < since:
            found.append(
                (
                    f"mailbox-{row.name}",
                    alert_of(
                        "mailbox_failing",
                        command=f"guichet doctor imap {row.name}",
                        detail=row.failure,
                        name=row.name,
                    ),
                )
            )
        if row.reconciled_at is not None and row.stored < row.on_server:
            missing = row.on_server - row.stored
            found.append(
                (
                    f"missing-{row.name}",
                    alert_of(
                        "mailbox_missing",
                        command=f"guichet doctor imap {row.name}",
                        missing=missing,
                        name=row.name,
                    ),
                )
            )
    return found


def _backups(settings: Settings, zone: tzinfo, now: datetime) -> list[Found]:
    """A backup that stopped is noticed by nobody until it is needed."""
    hours = settings.backup.alert_hours
    return [
        (
            f"backup-{number}",
            alert_of(
                "backup_never" if last is None else "backup_old",
                command="guichet backup now",
                name=name,
                hours=hours,
                last="" if last is None else f"{last.astimezone(zone):%d/%m/%Y %H:%M}",
            ),
        )
        for number, (name, last) in enumerate(last_good_of(settings).items(), 1)
        if last is None or now - last > timedelta(hours=hours)
    ]


def _second_machine(settings: Settings) -> list[Found]:
    """What the last looks at the second machine found, while there is to be one."""
    if settings.replication.litestream is None and not settings.replication.standbys:
        return []
    noted, command = noted_in(settings.data_dir), "guichet doctor replication"
    found = [
        (
            f"{key}-{values.get('name', '')}",
            alert_of(key, command=command, detail=values.get("why", ""), **values),
        )
        for key, values in noted.problems
    ]
    if noted.test_problem:
        alert = alert_of("replica_not_restored", command=command, detail=noted.test_problem)
        found.append(("replica_not_restored", alert))
    return found
