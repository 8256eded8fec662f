"""Demands for one's own data are reminded like whatever else has a term: before it, and daily beyond it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.people.data_requests import open_demands
from models.organisation.working_time import is_working_day
from models.store.organisations import InForce

#: How long before the term the administrators are reminded, once each.
BEFORE = (timedelta(days=10), timedelta(days=3))
_COMMAND = "guichet people asked"


def remind_data_requests(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell the administrators ten and three days before a demand is due, once each, and on every working day
    how many are overdue; how many are open.
    """
    town, demands = in_force.organisation.town, open_demands(session)
    for row in demands:
        stages = [index for index, before in enumerate(BEFORE) if row.due_at - before <= now]
        if stages and row.due_at > now:
            day = f"{town.local_day(row.due_at):%d/%m/%Y}"
            data = alert_of("data_request_due", command=_COMMAND, day=day, number=row.id)
            cause = f"data-request:{row.id}:{stages[-1]}"
            tell_administrators(session, in_force, "alert", cause, now, data=data)
    late = sum(row.due_at <= now for row in demands)
    today = town.local_day(now)
    if late and is_working_day(town, today):
        data = alert_of("data_request_late", command=_COMMAND, count=late)
        tell_administrators(
            session, in_force, "alert", f"data-requests-late:{today.isoformat()}", now, data=data
        )
    return len(demands)
