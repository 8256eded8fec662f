"""What nobody has is listed to managers once a day. What is late or falls due: dispatch.upkeep.morning."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dispatch.history.request import Request, find_requests
from dispatch.notices.lists.listed import NobodyHas
from dispatch.notices.lists.work_lists import work_items
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.people.contacts import contact_of
from dispatch.upkeep.late import leading_now
from dispatch.upkeep.week import told_the_week
from models.organisation.working_time import is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests = table_of(RequestRow)
#: Requests named in one list; the rest is only counted.
LISTED_REQUESTS = 30


def list_unassigned(
    session: Session, in_force: InForce, now: datetime, channels: tuple[str, ...] = ("email", "sms")
) -> int:
    """Tell managers, once each working day, on the channel they prefer, which open requests of their services
    nobody has; how many there are. Who stands in for a manager has that one's; who has the list of the week
    that morning has them in it.
    """
    town = in_force.organisation.town
    if not is_working_day(town, town.local_day(now)):
        return 0
    rows = find_requests(
        session, in_force, _requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_(None)
    )
    by_manager: dict[str, list[Request]] = {}
    today, told = town.local_day(now), told_the_week(session, now)
    for request in rows:
        for key in leading_now(in_force.organisation, request.service, today):
            by_manager.setdefault(key, []).append(request)
    day = today.isoformat()
    for key, theirs in by_manager.items():
        person_id = in_force.agent_persons.get(key)
        contact = contact_of(session, person_id, channels=channels) if person_id is not None else None
        if contact is None or person_id in told:
            continue
        items = work_items(session, in_force, theirs[:LISTED_REQUESTS], now, reader=key)
        data = NobodyHas(items=items, total=len(theirs))
        tell_contact(
            Occasion(session, f"day:{day}", now), "unassigned", contact, data, audience=Audience.AGENT
        )
    return len(rows)
