"""Few automatic answers to one address, whatever it writes: a machine that answers each one must settle."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState

_outbox = table_of(OutboundMessage)
#: What answers a message by itself. Texts that somebody asks for (SUIVI) have limits of their own.
_ANSWERS = ("acknowledgement", "refused_message", "forwarded")


def too_many_answers(case: Case, notice: str = "") -> str:
    """Why one more automatic answer to the writer is held; '' when it may go.

    Counts what was written in the last 24 hours across all requests, with `notice` (a rule's own
    acknowledgement). The administrators are told once a day of each address.
    """
    contact, limit = case.sender.contact, case.settings.limits.acknowledgements_per_day
    if contact is None:
        return ""
    query = (
        sa.select(sa.func.count())
        .select_from(_outbox)
        .where(
            _outbox.c.recipient == contact.written,
            _outbox.c.notice.in_({*_ANSWERS, notice}),
            _outbox.c.audience == "requester",
            _outbox.c.state != OutboundState.HELD,
            _outbox.c.created_at > case.now - timedelta(days=1),
        )
    )
    if case.session.connection().execute(query).scalar_one() < limit:
        return _too_many_in_all(case)
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


def _too_many_in_all(case: Case) -> str:
    """Why one more is held although its address had few: a stranger may write in everybody's name."""
    most = case.settings.limits.answers_per_hour
    few = (
        sa.select(sa.literal_column("1"))
        .where(_outbox.c.notice.in_(_ANSWERS), _outbox.c.created_at > case.now - timedelta(hours=1))
        .limit(most)
        .subquery()
    )
    written = sa.select(sa.func.count()).select_from(few)
    if case.session.connection().execute(written).scalar_one() < most:
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
