"""One mail a week for each manager: what of theirs is new, late, due, unassigned or waits for a visa."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request, find_requests, read_request
from dispatch.notices.lists.listed import WeekList, WorkItem
from dispatch.notices.lists.work_lists import begun, work_items
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.people.contacts import contact_of
from dispatch.requests.visas.asking import waiting_visas
from dispatch.upkeep.job_runs import last_success
from dispatch.upkeep.late import leading_now
from dispatch.upkeep.reminding.terms import Terms, terms_of, with_terms
from models.organisation import Town
from models.organisation.working_time import end_of_day, is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: The job of the schedule that this is a part of.
JOB = "reminders"
#: What counts as new.
WEEK = timedelta(days=7)
#: Requests one mail lists of each kind; the rest is only counted.
LISTED = 20


@dataclass
class _Theirs:
    """Open requests of the services that one person leads, and words about them that wait for a visa."""

    requests: list[Request] = field(default_factory=list)
    visas: list[tuple[Request, Any]] = field(default_factory=list)


def tell_week(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell each manager, or who stands in for them, on the first working day of the week on which this runs,
    where their services stand; how many were told. Where nothing is new, late, due, without an agent or waits
    for a visa, nothing is said that week.
    """
    organisation = in_force.organisation
    town = organisation.town
    today = town.local_day(now)
    if not is_working_day(town, today) or _ran_this_week(session, town, today):
        return 0
    year, week, weekday = today.isocalendar()
    sunday = end_of_day(town, today + timedelta(days=7 - weekday))
    of_manager: dict[str, _Theirs] = {}

    def those_of(request: Request) -> list[_Theirs]:
        leading = leading_now(organisation, request.service or town.default_service, today)
        return [of_manager.setdefault(key, _Theirs()) for key in leading]

    for request in find_requests(session, in_force, _requests.c.state_kind.in_(OPEN_KINDS)):
        for theirs in those_of(request):
            theirs.requests.append(request)
    for visa in waiting_visas(session):
        if (about := read_request(session, in_force, visa.request_id)) is not None:
            for theirs in those_of(about):
                theirs.visas.append((about, visa))
    terms, told = terms_of(session, in_force, now), 0
    for key, theirs in of_manager.items():
        person_id = in_force.agent_persons.get(key)
        contact = contact_of(session, person_id, channels=("email",)) if person_id is not None else None
        if contact is None:
            continue
        details = _details(session, in_force, key, theirs, terms, now, sunday)
        if not (
            details.fresh_total
            or details.total
            or details.soon_total
            or details.loose_total
            or details.visas_total
        ):
            continue
        occasion = Occasion(session, f"week:{year}-W{week:02d}", now)
        tell_contact(occasion, "week", contact, details, audience=Audience.AGENT)
        told += 1
    return told


def told_the_week(session: Session, now: datetime) -> frozenset[int]:
    """The persons who were written the list of the week this day."""
    query = sa.select(_outbox.c.person_id).where(
        _outbox.c.notice == "week", _outbox.c.created_at > now - timedelta(hours=12)
    )
    return frozenset(session.connection().execute(query).scalars())


def visas_in_the_week(session: Session, now: datetime) -> frozenset[tuple[int, int]]:
    """The visas in the lists of the week written this day, each with the person who reads it there."""
    query = sa.select(_outbox.c.person_id, _outbox.c.data).where(
        _outbox.c.notice == "week", _outbox.c.created_at > now - timedelta(hours=12)
    )
    rows = session.connection().execute(query)
    return frozenset((row.person_id, line["visa"]) for row in rows for line in row.data["visas"])


def _ran_this_week(session: Session, town: Town, today: date) -> bool:
    """Whether this ran well on an earlier working day of the week."""
    last = last_success(session, JOB)
    if last is None:
        return False
    monday, ran_on = today - timedelta(days=today.weekday()), town.local_day(last)
    days = (monday + timedelta(days=ahead) for ahead in range(today.weekday()))
    return any(is_working_day(town, day) and day <= ran_on < today for day in days)


def _new_since(town: Town, now: datetime) -> datetime:
    """From when on it is new: seven days, or since the first working day of the week before, at this hour.

    After a holiday the list of a week comes a day late, and what came on the Monday before is in none else.
    """
    monday = town.local_day(now) - timedelta(days=town.local_day(now).weekday() + 7)
    days = (monday + timedelta(days=ahead) for ahead in range(7))
    told_on = next((day for day in days if is_working_day(town, day)), monday)
    at_this_hour = datetime.combine(told_on, now.astimezone(town.zone).time(), town.zone)
    return min(now - WEEK, at_this_hour)


def _details(
    session: Session,
    in_force: InForce,
    reader: str,
    theirs: _Theirs,
    terms: Terms,
    now: datetime,
    sunday: datetime,
) -> WeekList:
    late = [each for each in theirs.requests if each.id in terms.late]
    soon = [
        each
        for each in theirs.requests
        if each.id not in terms.late
        and (each.id in terms.soon or (each.due_at is not None and now <= each.due_at <= sunday))
    ]
    loose = [each for each in theirs.requests if each.assignee is None]
    since = _new_since(in_force.organisation.town, now)
    fresh = [each for each in theirs.requests if each.created_at >= since]
    above: set[int] = set()

    def lines(requests: list[Request]) -> tuple[WorkItem, ...]:
        """Those that stand in no list above, as many as one mail shows."""
        rest = [each for each in requests if each.id not in above]
        shown = work_items(session, in_force, rest, now, reader=reader)[:LISTED]
        above.update(each.request_id for each in shown)
        return tuple(
            with_terms(each, terms, now).model_copy(update={"also": below(each.request_id)}) for each in shown
        )

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
        visas=_visas(session, in_force, reader, theirs, now),
        visas_total=len(theirs.visas),
        total=len(late),
        soon_total=len(soon),
        loose_total=len(loose),
        loose_above=loose_above,
        fresh_total=len(fresh),
        fresh_above=fresh_above,
    )


def _visas(
    session: Session, in_force: InForce, reader: str, theirs: _Theirs, now: datetime
) -> tuple[WorkItem, ...]:
    """A line for each of the words that wait, the oldest first."""
    lines = []
    for request, visa in theirs.visas[:LISTED]:
        (line,) = work_items(session, in_force, [request], now, reader=reader)
        lines.append(line.model_copy(update={"visa": visa.id, "words": begun(" ".join(visa.text.split()))}))
    return tuple(lines)
