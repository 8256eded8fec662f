"""What the database says of the counter's work, as metrics: counted afresh at each look, so that they survive
a restart and are the same whichever process is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.metrics.exposition import Family, Histogram, family
from dispatch.queries.storage import kept_bytes, mail_bytes
from models.settings.processing import LimitSettings
from models.store.lease import literal
from models.tables.columns import columns_of, table_of
from models.tables.jobs import JobRun
from models.tables.ledger import IMPORTED, Door, InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Channel, StateKind

_ledger, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_requests, _jobs = table_of(RequestRow), table_of(JobRun)
#: Seconds from a message's receipt to what became of it.
DECIDE_BOUNDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


def measured(session: Session, now: datetime, limits: LimitSettings) -> Iterator[Family]:
    """Every metric that the database knows, at `now` (aware UTC)."""
    yield from _ledger_metrics(session, now)
    yield from _outbox_metrics(session, now)
    yield from _request_metrics(session, now)
    yield from _job_metrics(session)
    yield family("guichet_files_bytes", "gauge", "Room that attachments take.", [({}, kept_bytes(session))])
    yield family("guichet_files_quota_bytes", "gauge", "Room they may take.", [({}, limits.quota_bytes)])
    yield family(
        "guichet_mail_bytes", "gauge", "Room that mail takes as it came.", [({}, mail_bytes(session))]
    )
    yield family("guichet_mail_bytes_limit", "gauge", "Room it may take.", [({}, limits.mail_bytes)])


def _ledger_metrics(session: Session, now: datetime) -> Iterator[Family]:
    run = session.connection().execute
    count = sa.func.count()
    by_door = {row[0]: row[1] for row in run(sa.select(_ledger.c.door, count).group_by(_ledger.c.door))}
    yield family(
        "guichet_messages_received_total",
        "counter",
        "Messages stored, by the door they came in.",
        [({"door": door}, by_door.get(door, 0)) for door in Door],
    )
    by_state = {row[0]: row[1] for row in run(sa.select(_ledger.c.state, count).group_by(_ledger.c.state))}
    yield family(
        "guichet_ledger_messages",
        "gauge",
        "Messages of the ledger, by what became of them.",
        [({"state": state}, by_state.get(state, 0)) for state in InboundState],
    )
    oldest = run(
        sa.select(sa.func.min(_ledger.c.received_at)).where(_ledger.c.state == literal(InboundState.WAITING))
    ).scalar()
    yield family(
        "guichet_ledger_oldest_waiting_seconds",
        "gauge",
        "Age of the oldest message that waits to be treated; 0 when none does.",
        [({}, _age(oldest, now))],
    )


def _outbox_metrics(session: Session, now: datetime) -> Iterator[Family]:
    run = session.connection().execute
    counted = run(
        sa.select(_outbox.c.channel, _outbox.c.state, sa.func.count()).group_by(
            _outbox.c.channel, _outbox.c.state
        )
    )
    by_state = {(row[0], row[1]): row[2] for row in counted}
    ends = [state for state in OutboundState if state not in (OutboundState.QUEUED, OutboundState.HELD)]
    yield family(
        "guichet_notices_sent_total",
        "counter",
        "Notices handed over or given up, by channel and by what became of them.",
        [
            ({"channel": channel, "outcome": state}, by_state.get((channel, state), 0))
            for channel in Channel
            for state in ends
        ],
    )
    yield family(
        "guichet_outbox_messages",
        "gauge",
        "Notices that have not left yet.",
        [
            ({"channel": channel, "state": state}, by_state.get((channel, state), 0))
            for channel in Channel
            for state in (OutboundState.QUEUED, OutboundState.HELD)
        ],
    )
    due = {
        row[0]: row[1]
        for row in run(
            sa.select(_outbox.c.channel, sa.func.min(_outbox.c.next_attempt_at))
            .where(_outbox.c.state == literal(OutboundState.QUEUED), _outbox.c.next_attempt_at < now)
            .group_by(_outbox.c.channel)
        )
    }
    yield family(
        "guichet_outbox_oldest_due_seconds",
        "gauge",
        "How long the longest waiting notice should have left already; 0 when none is due.",
        [({"channel": channel}, _age(due.get(channel), now)) for channel in Channel],
    )
    micros = run(sa.select(sa.func.coalesce(sa.func.sum(_outbox.c.cost_micros), 0))).scalar_one()
    yield family(
        "guichet_sms_cost_euros_total",
        "counter",
        "What text messages have cost, in the currency of sms.texts.currency.",
        [({}, int(micros) / 1_000_000)],
    )


def _request_metrics(session: Session, now: datetime) -> Iterator[Family]:
    overdue = sa.case(
        (sa.and_(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.due_at < now), 1), else_=0
    ).label("overdue")
    rows = session.connection().execute(
        sa.select(_requests.c.state_kind, overdue, sa.func.count()).group_by(_requests.c.state_kind, overdue)
    )
    counted = {(row[0], row[1]): row[2] for row in rows}
    yield family(
        "guichet_requests",
        "gauge",
        "Requests by the kind of their state, and whether their due date is past.",
        [
            ({"kind": kind, "overdue": "true" if late else "false"}, counted.get((kind, late), 0))
            for kind in StateKind
            for late in ((0, 1) if kind in OPEN_KINDS else (0,))
        ],
    )


def _job_metrics(session: Session) -> Iterator[Family]:
    rows = session.connection().execute(sa.select(_jobs).order_by(_jobs.c.name)).all()
    yield family(
        "guichet_job_last_success_timestamp_seconds",
        "gauge",
        "When a job of the schedule last went well.",
        [({"job": row.name}, row.succeeded_at.timestamp() if row.succeeded_at else None) for row in rows],
    )
    yield family(
        "guichet_job_failures",
        "gauge",
        "Failures of a job in a row; 0 when it went well.",
        [({"job": row.name}, row.failures) for row in rows],
    )


class DecideSeconds:
    """How long messages took from receipt to what became of them, those that ended since the start."""

    def __init__(self) -> None:
        self._histogram = Histogram(DECIDE_BOUNDS)
        #: Messages up to this one are counted or were there before us; those above it one by one.
        self._floor: int | None = None
        self._counted: set[int] = set()

    def look(self, session: Session) -> Family:
        """Count what ended since the last look."""
        run = session.connection().execute
        if self._floor is None:
            self._floor = run(sa.select(sa.func.coalesce(sa.func.max(_ledger.c.id), 0))).scalar_one()
        rows = run(
            sa.select(*columns_of(_ledger, "id", "received_at", "processed_at", "state", "door_key"))
            .where(_ledger.c.id > self._floor)
            .order_by(_ledger.c.id)
        ).all()
        waiting = [row.id for row in rows if row.state == InboundState.WAITING]
        for row in rows:
            ended = row.processed_at is not None and row.state != InboundState.WAITING
            # What was brought over was received elsewhere, months ago.
            if ended and row.id not in self._counted and not (row.door_key or "").startswith(IMPORTED):
                self._histogram.observe(max(0.0, (row.processed_at - row.received_at).total_seconds()))
                self._counted.add(row.id)
        if rows:
            self._floor = min(waiting) - 1 if waiting else rows[-1].id
        self._counted = {each for each in self._counted if each > (self._floor or 0)}
        return self._histogram.family(
            "guichet_message_decide_seconds", "Seconds from a message's receipt to what became of it."
        )


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
