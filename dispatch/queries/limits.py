"""How near the limits on what leaves we are, and what they hold back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from models.store.lease import literal
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.vocabulary import Channel

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
#: Groups listed of each kind.
MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """So many messages held back: of one sender, or to one address."""

    who: str
    messages: int


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back now; the largest groups first."""

    left_in_hour: int
    left_in_day: int
    requests_in_hour: int
    storms: list[Group]
    #: Of the same, by the domain that signed.
    domains: list[Group]
    notices: list[Group]


def held_back(session: Session, now: datetime, *, storm_reason: str, over_a_limit: str) -> Held:
    """What left and what is held back now; `storm_reason` and `over_a_limit` begin the reasons kept."""
    run = session.connection().execute

    def left(hours: int) -> int:
        since = now - timedelta(hours=hours)
        query = sa.select(sa.func.count()).where(
            _outbox.c.channel.in_(tuple(Channel)), _outbox.c.sent_at > since
        )
        return int(run(query).scalar_one())

    def groups(who: sa.ColumnElement[str], *where: sa.ColumnElement[bool]) -> list[Group]:
        count = sa.func.count().label("messages")
        query = sa.select(who, count).where(*where).group_by(who).order_by(count.desc()).limit(MOST_GROUPS)
        return [Group(row[0], row.messages) for row in run(query)]

    started = sa.select(sa.func.count()).where(
        _inbound.c.state == literal(InboundState.NEW_REQUEST),
        _inbound.c.received_at > now - timedelta(hours=1),
    )
    waits = sa.and_(
        _outbox.c.state == literal(OutboundState.QUEUED), _outbox.c.last_error.startswith(over_a_limit)
    )
    storm = (
        _inbound.c.state == literal(InboundState.HELD),
        _inbound.c.reason.startswith(storm_reason),
    )
    signed = _inbound.c.mail_proof["domain"].as_string()
    return Held(
        left(1),
        left(24),
        int(run(started).scalar_one()),
        groups(_inbound.c.sender, *storm),
        groups(signed, *storm, signed.is_not(None)),
        groups(_outbox.c.recipient, sa.or_(_outbox.c.state == literal(OutboundState.HELD), waits)),
    )
