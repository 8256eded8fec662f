"""Partners outside who have not answered by their day are reminded once; whoever holds the request sees it
among what is late.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, find_requests
from dispatch.notices.tell import News, tell_partner
from dispatch.people.contacts import contact_of
from dispatch.requests.outside.shown import letter_to
from models.organisation.working_time import is_working_day
from models.store.organisations import InForce
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS

_forwardings, _requests = table_of(Forwarding), table_of(RequestRow)


def remind_partners(session: Session, in_force: InForce, now: datetime) -> int:
    """On working days, remind each partner once of a request that is theirs, past their day and unanswered;
    how many were reminded.
    """
    town = in_force.organisation.town
    if not is_working_day(town, town.local_day(now)):
        return 0
    reminded = 0
    for row in _silent(session, now):
        found = find_requests(
            session, in_force, _requests.c.id == row.request_id, _requests.c.state_kind.in_(OPEN_KINDS)
        )
        if found and _is_theirs(in_force, found[0]):
            reminded += _remind(session, in_force, row, found[0], now)
    return reminded


def _silent(session: Session, now: datetime) -> list[Any]:
    """The last time that each request was passed on to each partner, when nobody answered and it is late."""
    last = sa.select(sa.func.max(_forwardings.c.id)).where(_forwardings.c.withdrawn_at.is_(None))
    query = (
        sa.select(_forwardings)
        .where(
            _forwardings.c.id.in_(last.group_by(_forwardings.c.request_id, _forwardings.c.partner)),
            _forwardings.c.due_at < now,
            _forwardings.c.answered_at.is_(None),
            _forwardings.c.reminded_at.is_(None),
        )
        .order_by(_forwardings.c.id)
    )
    return list(session.connection().execute(query))


def _is_theirs(in_force: InForce, request: Request) -> bool:
    """Whether the request is still in the partner's hands, as far as its workflow can tell."""
    workflow = in_force.organisation.workflow(request.workflow)
    return workflow.is_with_partner(request.state) or not any(
        each.needs_partner for each in workflow.transitions
    )


def _remind(session: Session, in_force: InForce, row: Any, request: Request, now: datetime) -> bool:
    partner = in_force.organisation.partner(row.partner)
    contact = contact_of(session, row.person_id, channels=("email",))
    if partner is None or partner.closed or contact is None:
        return False
    change = Change(session, in_force, request, SYSTEM, f"partner-late:{row.id}", now)
    asked_on = in_force.organisation.town.local_day(row.at)
    letter = letter_to(change, partner, row).model_copy(update={"asked_on": asked_on})
    tell_partner(
        change, News("partner_reminder", data=letter.model_dump(mode="json")), contact, partner.locale
    )
    session.connection().execute(
        sa.update(_forwardings).where(_forwardings.c.id == row.id).values(reminded_at=now)
    )
    return True
