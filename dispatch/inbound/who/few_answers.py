"""Few automatic answers to one address, whatever it writes, and the others are held: a machine that answers
each one must settle.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.case import Case
from dispatch.inbound.who.sending_domain import counted_domain, share_of
from dispatch.notices.alerts import alert_of
from dispatch.notices.new_notice import TOLD
from dispatch.notices.outside_requests import tell_administrators
from intake.ledger.claims import ledger
from models.store.batching.batch import Batch
from models.store.batching.rows import batch_of
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState

_outbox = table_of(OutboundMessage)
_SINCE: sa.BindParameter[datetime] = sa.bindparam("since")
#: What answers a message by itself. Texts that somebody asks for (SUIVI) have limits of their own.
_ANSWERS = ("acknowledgement", "refused_message", "forwarded", "data_request")
_LATELY = (
    _outbox.c.audience == "requester",
    _outbox.c.state != OutboundState.HELD,
    _outbox.c.created_at > _SINCE,
)
_TO_ONE = (
    sa.select(sa.func.count())
    .select_from(_outbox)
    .where(
        _outbox.c.recipient == sa.bindparam("to"),
        _outbox.c.notice.in_(sa.bindparam("notices", expanding=True)),
        *_LATELY,
    )
)
_TO_EACH = (
    sa.select(_outbox.c.recipient, sa.func.count().label("written"))
    .where(_outbox.c.recipient.in_(sa.bindparam("to", expanding=True)), *_LATELY)
    .group_by(_outbox.c.recipient)
)
#: What is held is no answer yet: a flood that is held takes nothing from others.
_ANSWERED_LATELY = (
    _outbox.c.notice.in_(_ANSWERS),
    _outbox.c.state != OutboundState.HELD,
    _outbox.c.created_at > _SINCE,
)
_FEW = sa.select(sa.literal_column("1")).where(*_ANSWERED_LATELY).limit(sa.bindparam("most")).subquery()
_FEW_OF_DOMAIN = (
    sa.select(sa.literal_column("1"))
    .join(ledger, ledger.c.id == _outbox.c.inbound_id)
    .where(*_ANSWERED_LATELY, ledger.c.mail_proof["domain"].as_string() == sa.bindparam("domain"))
    .limit(sa.bindparam("most"))
    .subquery()
)
_OF_DOMAIN = sa.select(sa.func.count()).select_from(_FEW_OF_DOMAIN)
_IN_ALL = sa.select(sa.func.count()).select_from(_FEW)
#: Facts of a batch: what was written to an address in a day before it, and answers to everybody in an hour.
_WRITTEN, _ANSWERED = "written to", "answers to everybody"


def too_many_answers(case: Case, notice: str = "") -> str:
    """Why one more automatic answer to the writer is held; '' when it may go.

    Counts what was written in the last 24 hours across all requests, with `notice` (a rule's own
    acknowledgement). The administrators are told once a day of each address.
    """
    contact, limit = case.sender.contact, case.settings.limits.acknowledgements_per_day
    if contact is None:
        return ""
    given = {
        "to": contact.written,
        "notices": [*_ANSWERS, notice],
        "since": case.now - timedelta(days=1),
    }
    few = _at_most(case, contact.written) < limit
    if few or case.session.connection().execute(_TO_ONE, given).scalar_one() < limit:
        return _too_many_of_domain(case) or _too_many_in_all(case)
    reason = f"More than {limit} automatic answers to this address in a day: held."
    tell_administrators(
        case.session,
        case.in_force,
        "alert",
        f"answers-held:{contact.contact_id}:{case.organisation.town.local_day(case.now).isoformat()}",
        case.now,
        data=alert_of(
            "acknowledgements_held",
            command=f"guichet outbox release --to {contact.written}",
            count=limit,
            address=contact.written,
        ),
        inbound_id=case.message.id,
    )
    return reason


def _too_many_of_domain(case: Case) -> str:
    """Why one more is held although its address had few: its domain has as many addresses as it likes."""
    limits, domain = case.settings.limits, counted_domain(case)
    most = limits.answers_per_hour
    if not domain or _at_most_in_all(case, most) < share_of(limits, most, 0):
        return ""
    given = {"domain": domain, "since": case.now - timedelta(hours=1), "most": most}
    theirs = int(case.session.connection().execute(_OF_DOMAIN, given).scalar_one())
    if theirs < share_of(limits, most, _in_all(case.session, case.now, most) - theirs):
        return ""
    tell_administrators(
        case.session,
        case.in_force,
        "alert",
        f"answers-held:@{domain}:{case.organisation.town.local_day(case.now).isoformat()}"[:200],
        case.now,
        data=alert_of(
            "answers_held_domain",
            command="guichet outbox release --notice acknowledgement",
            count=theirs,
            address=f"@{domain}",
        ),
        inbound_id=case.message.id,
    )
    return f"More than {theirs} automatic answers to one domain in an hour: held."


def _too_many_in_all(case: Case) -> str:
    """Why one more is held although its address had few: a stranger may write in everybody's name."""
    most = case.settings.limits.answers_per_hour
    if _at_most_in_all(case, most) < most or _in_all(case.session, case.now, most) < most:
        return ""
    tell_administrators(
        case.session,
        case.in_force,
        "alert",
        f"answers-held:all:{case.organisation.town.local_day(case.now).isoformat()}",
        case.now,
        data=alert_of("answers_held", command="guichet outbox release --notice acknowledgement", count=most),
        inbound_id=case.message.id,
    )
    return f"More than {most} automatic answers in an hour: held."


def expect_answers(session: Session, written: Collection[str], now: datetime, most: int) -> None:
    """Look up at once how much was written lately to the addresses that a batch may answer, and how many
    answers there were in all: `most` matter.
    """
    batch = batch_of(session)
    if batch is None or not written:
        return
    given = {"to": list(written), "since": now - timedelta(days=1)}
    found = {row.recipient: row.written for row in session.connection().execute(_TO_EACH, given)}
    for address in written:
        batch.learn((_WRITTEN, address), found.get(address, 0), (_outbox,))
    _told(batch)
    batch.fact(_ANSWERED, lambda: _in_all(session, now, most), (_outbox,))


def _at_most(case: Case, address: str) -> float:
    """How many answers one address had at most, without asking again; infinity: ask."""
    batch = batch_of(case.session)
    before = batch.known((_WRITTEN, address)) if batch is not None else None
    return before + _told(batch).count(address) if batch is not None and before is not None else math.inf


def _at_most_in_all(case: Case, most: int) -> float:
    """How many answers everybody had at most, asked once a batch; infinity: ask."""
    batch = batch_of(case.session)
    if batch is None:
        return math.inf
    told = _told(batch)
    before = batch.fact(_ANSWERED, lambda: _in_all(case.session, case.now, most) - len(told), (_outbox,))
    return before + len(told)


def _in_all(session: Session, now: datetime, most: int) -> int:
    given = {"since": now - timedelta(hours=1), "most": most}
    return int(session.connection().execute(_IN_ALL, given).scalar_one())


def _told(batch: Batch) -> list[str]:
    """Whom the batch told since it asked: each notice counts, whatever it is."""
    return batch.fact(TOLD, list, (_outbox,))
