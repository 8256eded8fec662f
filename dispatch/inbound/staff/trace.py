"""What staff do by mail or text is in the access log, like what they do by command: who, how known, what."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.inbound.case import Case
from intake.ledger.outcome import Outcome
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import RequestRow

_requests = table_of(RequestRow)
_ACTS = (InboundState.COMMAND, InboundState.FOLLOW_UP, InboundState.HELD)


def trace(case: Case, outcome: Outcome) -> None:
    """Write the line of one message of staff about a request, whatever came of it; nobody else's.

    The outcome is the ledger's reason: it names verbs and states, never what was written.
    """
    if case.person_id is None or not case.sender.is_staff or outcome.state not in _ACTS:
        return
    request_id = outcome.request_id
    if request_id is not None and _asks_for_it(case, request_id):
        return
    record_access(
        case.session,
        case.now,
        case.sender.staff_name,
        "write" if outcome.state == InboundState.FOLLOW_UP else "order",
        f"request:{request_id}" if request_id is not None else f"inbound:{case.message.id}",
        by="text" if case.parsed.channel == "sms" else "mail",
        known=case.known_by or "address",
        outcome=outcome.reason[:200],
        inbound=case.message.id,
    )


def _asks_for_it(case: Case, request_id: int) -> bool:
    """Whether the writer is the requester: no act of staff then."""
    query = sa.select(_requests.c.requester_id).where(_requests.c.id == request_id)
    return case.session.connection().execute(query).scalar() == case.person_id
