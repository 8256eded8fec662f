"""One mail a week for each manager: what is new, late, due and unassigned in their services."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from dispatch.history.request import Request, find_requests
from dispatch.notices.lists.listed import WeekList, WorkItem
from dispatch.notices.lists.work_lists import work_items
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.people.contacts import contact_of
from models.organisation.working_time import end_of_day, is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests = table_of(RequestRow)
#: What counts as new.
WEEK = timedelta(days=7)
#: Requests one mail lists of each kind; the rest is only counted.
LISTED = 20


def tell_week(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell each manager once a week, on its first working day on which this runs, where their services stand;
    how many were told. Where nothing is new, late, due or without an agent, nothing is said.
    """
    organisation = in_force.organisation
    town = organisation.town
    today = town.local_day(now)
    if not is_working_day(town, today):
        return 0
    year, week, weekday = today.isocalendar()
    sunday = end_of_day(town, today + timedelta(days=7 - weekday))
    of_manager: dict[str, list[Request]] = {
        agent.key: [] for service in organisation.services for agent in organisation.managers_of(service.key)
    }
    for request in find_requests(session, in_force, _requests.c.state_kind.in_(OPEN_KINDS)):
        for agent in organisation.managers_of(request.service or town.default_service):
            of_manager.setdefault(agent.key, []).append(request)
    told = 0
    for key, theirs in of_manager.items():
        person_id = in_force.agent_persons.get(key)
        contact = contact_of(session, person_id, prefer="email") if person_id is not None else None
        if contact is None or contact.channel != "email":
            continue
        details = _details(session, in_force, key, theirs, now, sunday)
        if not (details.fresh_total or details.total or details.soon_total or details.loose_total):
            continue
        occasion = Occasion(session, f"week:{year}-W{week:02d}", now)
        tell_contact(occasion, "week", contact, details, audience=Audience.AGENT)
        told += 1
    return told


def _details(
    session: Session, in_force: InForce, reader: str, theirs: list[Request], now: datetime, sunday: datetime
) -> WeekList:
    late = [each for each in theirs if each.due_at is not None and each.due_at < now]
    soon = [each for each in theirs if each.due_at is not None and now <= each.due_at <= sunday]
    loose = [each for each in theirs if each.assignee is None]
    fresh = [each for each in theirs if each.created_at >= now - WEEK]
    above: set[int] = set()

    def lines(requests: list[Request]) -> tuple[WorkItem, ...]:
        """Those that stand in no list above, as many as one mail shows."""
        rest = [each for each in requests if each.id not in above]
        shown = work_items(session, in_force, rest, now, reader=reader)[:LISTED]
        above.update(each.request_id for each in shown)
        return tuple(each.model_copy(update={"also": below(each.request_id)}) for each in shown)

    further = {"loose": {each.id for each in loose}, "fresh": {each.id for each in fresh}}

    def below(request_id: int) -> tuple[str, ...]:
        return tuple(name for name, ids in further.items() if request_id in ids)

    shown = {"items": lines(late), "soon": lines(soon)}
    loose_above, _ = sum(each.id in above for each in loose), further.pop("loose")
    shown["loose"] = lines(loose)
    fresh_above, _ = sum(each.id in above for each in fresh), further.pop("fresh")
    shown["fresh"] = lines(fresh)
    return WeekList(
        **shown,
        total=len(late),
        soon_total=len(soon),
        loose_total=len(loose),
        loose_above=loose_above,
        fresh_total=len(fresh),
        fresh_above=fresh_above,
    )
