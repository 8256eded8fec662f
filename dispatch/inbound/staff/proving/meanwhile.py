"""What happened to a request between the question whether a message is an agent's and their OK."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.notices.details import MessageToConfirm
from dispatch.notices.tell import News, tell_person
from intake.ledger.claims import ledger
from intake.ledger.outcome import Outcome
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.proofs import Confirmation
from models.tables.requests import Entry, EntryKind
from models.vocabulary import ActorRole, Audience

_confirmations, _entries = table_of(Confirmation), table_of(Entry)
_outbox = table_of(OutboundMessage)
#: What an agent would want to know before a message of theirs is done.
_TELLING = (
    EntryKind.MESSAGE_IN,
    EntryKind.MESSAGE_OUT,
    EntryKind.NOTE,
    EntryKind.STATE,
    EntryKind.ASSIGNMENT,
    EntryKind.TASK,
    EntryKind.LINK,
)


def ask_once_more(case: Case, row: Any) -> Outcome | None:
    """Ask again, saying what others did about the request since they were asked; None when nobody did."""
    request = lock_request(case.session, case.in_force, row.request_id)
    since = _since(case, row)
    contact = case.sender.contact
    if not since or contact is None:
        return None
    hours = case.settings.agents.confirm_hours
    case.session.connection().execute(
        sa.update(_confirmations)
        .where(_confirmations.c.id == row.id)
        .values(created_at=case.now, expires_at=case.now + timedelta(hours=hours))
    )
    details = _as_asked(case, row).model_copy(update={"since": since, "hours": hours})
    change = change_of(case, request, case.actor(ActorRole.AGENT))
    tell_person(
        change, News("confirm_message", data=details.model_dump(mode="json")), contact, Audience.AGENT
    )
    return Outcome(InboundState.COMMAND, f"something happened since message {row.inbound_id}: asked again")


def _since(case: Case, row: Any) -> tuple[str, ...]:
    """Kinds of what others, or nobody known, wrote into the history since the question."""
    others = sa.or_(_entries.c.person_id.is_(None), _entries.c.person_id != row.person_id)
    query = (
        sa.select(_entries.c.kind)
        .where(
            _entries.c.request_id == row.request_id,
            _entries.c.at > row.created_at,
            _entries.c.kind.in_(_TELLING),
            others,
        )
        .distinct()
        .order_by(_entries.c.kind)
    )
    return tuple(case.session.connection().execute(query).scalars())


def _as_asked(case: Case, row: Any) -> MessageToConfirm:
    """What the latest letter about it said."""
    run = case.session.connection().execute
    query = (
        sa.select(_outbox.c.data)
        .where(_outbox.c.request_id == row.request_id, _outbox.c.notice == "confirm_message")
        .order_by(_outbox.c.id.desc())
    )
    for data in run(query).scalars():
        if data.get("confirmation") == row.id:
            return MessageToConfirm.model_validate(data)
    received = run(sa.select(ledger.c.received_at).where(ledger.c.id == row.inbound_id)).scalar_one()
    return MessageToConfirm(confirmation=row.id, received_at=received)
