"""One mail each working morning for everybody: what of theirs is late, what falls due, which tasks wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request, find_requests, read_request
from dispatch.notices.lists.listed import WorkItem, WorkList
from dispatch.notices.lists.work_lists import work_items
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present
from dispatch.upkeep.late import holders, managers
from dispatch.upkeep.reminding.terms import Terms, terms_of, unanswered, with_terms
from dispatch.upkeep.week import told_the_week
from models.organisation.working_time import add_working_days, is_open, is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.requests import RequestRow, Task, TaskState
from models.vocabulary import OPEN_KINDS, Audience

_requests, _tasks, _inbound = table_of(RequestRow), table_of(Task), table_of(InboundMessage)
#: Requests one mail lists of each kind; the rest is only counted.
LISTED = 60
#: The hour at which the mail of the morning is written; how long before it is owed a first answer that came
#: later is reminded of.
MORNING_HOUR, ANSWER_AHEAD = 7, timedelta(hours=2)
#: A task is told when it is due within this time.
TASK_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """How many requests are late, how many fall due, how many tasks do: of everybody together."""

    late: int
    soon: int
    tasks: int


@dataclass
class _Theirs:
    """What one person is told."""

    contact: Contact
    late: list[Request] = field(default_factory=list)
    soon: list[Request] = field(default_factory=list)
    team: list[Request] = field(default_factory=list)
    tasks: list[tuple[Request, Task]] = field(default_factory=list)


class _Mails:
    """The mails of a morning as they are put together, by the contact each goes to."""

    def __init__(self) -> None:
        self.by_contact: dict[int, _Theirs] = {}

    def of(self, contact: Contact) -> _Theirs:
        return self.by_contact.setdefault(contact.contact_id, _Theirs(contact))


def remind_work(
    session: Session,
    in_force: InForce,
    now: datetime,
    manager_after_days: int,
    channels: tuple[str, ...] = ("email", "sms"),
) -> Found:
    """Tell everybody, on working days, in one mail what of theirs is late (not done or not answered in time),
    what falls due as early as its type says, and which of their tasks do; how much there is of each.

    Whoever stands in for an absent agent gets that agent's too. What is late by `manager_after_days` working
    days is listed to the managers of its service besides (0: never), but to those who were told the week that
    morning.
    """
    town = in_force.organisation.town
    today = town.local_day(now)
    terms = terms_of(session, in_force, now)
    late, soon = list(terms.late.values()), list(terms.soon.values())
    tasks = _tasks_due(session, now)
    found = Found(len(late), len(soon), len(tasks))
    if not is_working_day(town, today):
        return found
    mails, told_all = _Mails(), told_the_week(session, now)
    for request in late:
        told = holders(session, in_force, request, now, channels)
        for contact in told:
            mails.of(contact).late.append(request)
        if manager_after_days and _is_very_late(in_force, request, now, manager_after_days):
            for contact in managers(session, in_force, request, now, channels):
                if contact not in told and contact.person_id not in told_all:
                    mails.of(contact).team.append(request)
    for request in soon:
        for contact in holders(session, in_force, request, now, channels):
            mails.of(contact).soon.append(request)
    for task in tasks:
        whose = _contact_for(session, in_force, task, today, channels)
        of = read_request(session, in_force, task.request_id)
        if whose is not None and of is not None:
            mails.of(whose).tasks.append((of, task))
    for theirs in mails.by_contact.values():
        details = _details(session, in_force, theirs, terms, now)
        occasion = Occasion(session, f"late:{today.isoformat()}", now)
        tell_contact(occasion, "late", theirs.contact, details, audience=Audience.AGENT)
    return found


def _made_since(moment: datetime) -> sa.ColumnElement[bool]:
    """What came earlier and was held, or waited for us, until then."""
    return sa.exists().where(
        _inbound.c.request_id == _requests.c.id,
        _inbound.c.state == InboundState.NEW_REQUEST,
        _inbound.c.processed_at >= moment,
    )


def remind_answers(session: Session, in_force: InForce, now: datetime, channels: tuple[str, ...]) -> int:
    """Tell who has it, while the town hall is open, of a first answer that is owed within two hours, once an
    hour before at the latest; how many there are. What came before this morning's mail stood in that.
    """
    town = in_force.organisation.town
    local = now.astimezone(town.zone)
    if not is_open(town, local):
        return 0
    this_morning = local.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    near = find_requests(
        session,
        in_force,
        _requests.c.state_kind.in_(OPEN_KINDS),
        sa.or_(_requests.c.created_at >= this_morning, _made_since(this_morning)),
        _requests.c.answer_due_at >= now + ANSWER_AHEAD / 2,
        unanswered(session, now + ANSWER_AHEAD),
    )
    mails = _Mails()
    for request in near:
        for contact in holders(session, in_force, request, now, channels):
            mails.of(contact).soon.append(request)
    terms = Terms(answers={each.id: each.answer_due_at for each in near if each.answer_due_at is not None})
    for theirs in mails.by_contact.values():
        details = _details(session, in_force, theirs, terms, now)
        occasion = Occasion(session, f"answer:{now:%Y-%m-%dT%H}", now)
        tell_contact(occasion, "late", theirs.contact, details, audience=Audience.AGENT)
    return len(near)


def _tasks_due(session: Session, now: datetime) -> list[Task]:
    query = sa.select(Task).where(
        _tasks.c.state == TaskState.OPEN,
        _tasks.c.due_at < now + TASK_AHEAD,
        _tasks.c.assignee_id.is_not(None),
    )
    return list(session.scalars(query.order_by(_tasks.c.due_at, _tasks.c.id)).all())


def _contact_for(
    session: Session, in_force: InForce, task: Task, today: date, channels: tuple[str, ...]
) -> Contact | None:
    """Where the agent of a task is told, or whoever stands in today."""
    agent = in_force.agent_key(task.assignee_id)
    here = present(in_force.organisation, agent, today) or agent
    person_id = in_force.agent_persons.get(here or "")
    return contact_of(session, person_id, channels=channels) if person_id is not None else None


def _details(session: Session, in_force: InForce, theirs: _Theirs, terms: Terms, now: datetime) -> WorkList:
    reader = in_force.agent_of(theirs.contact.person_id) or ""

    def lines(requests: list[Request]) -> tuple[WorkItem, ...]:
        return tuple(
            with_terms(each, terms, now)
            for each in work_items(session, in_force, requests, now, reader=reader)[:LISTED]
        )

    tasks = []
    for request, task in theirs.tasks[:LISTED]:
        (line,) = work_items(session, in_force, [request], now, reader=reader)
        past = task.due_at is not None and task.due_at < now
        tasks.append(line.model_copy(update={"task": task.title, "due_at": task.due_at, "overdue": past}))
    return WorkList(
        items=lines(theirs.late),
        total=len(theirs.late),
        soon=lines(theirs.soon),
        soon_total=len(theirs.soon),
        tasks=tuple(tasks),
        tasks_total=len(theirs.tasks),
        team=lines(theirs.team),
        team_total=len(theirs.team),
    )


def _is_very_late(in_force: InForce, request: Request, now: datetime, days: int) -> bool:
    town = in_force.organisation.town
    since = request.due_at if request.due_at is not None and request.due_at < now else request.answer_due_at
    return since is not None and add_working_days(town, town.local_day(since), days) <= town.local_day(now)
