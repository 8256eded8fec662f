"""Who hears of what is late; and at once, what is late about a danger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, find_requests
from dispatch.notices.staff import staff_of
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present, standing_for
from models.organisation import Organisation
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from models.vocabulary import Audience, Channel

_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: How long after its hour a danger wakes whoever comes to hold it.
AT_ONCE = timedelta(days=1)


def remind_dangers(
    session: Session, in_force: InForce, now: datetime, channels: tuple[str, ...] = ("email", "sms")
) -> int:
    """Tell the holder and the managers, once, of each message about a danger that is past its hour and that
    nobody has taken; how many there are. At any hour, by text as by email: a text wakes at night.

    Whoever has it, or leads, from a later day on reads it in the lists of the morning: a deputyship that
    begins at midnight wakes nobody with what others were told of long ago.
    """
    past = find_requests(
        session,
        in_force,
        _requests.c.state_kind == "new",
        _requests.c.due_at < now,
        _requests.c.priority == "urgent",
        _requests.c.decision["danger"].as_boolean(),
    )
    for request in past:
        change = Change(session, in_force, request, SYSTEM, f"danger:{request.id}", now, channels=channels)
        if request.due_at is not None and request.due_at < now - AT_ONCE and _was_told(session, request):
            continue
        told = [
            *holders(session, in_force, request, now, channels),
            *managers(session, in_force, request, now, channels),
        ]
        for person_id in dict.fromkeys(each.person_id for each in told):
            for channel in (way for way in (Channel.SMS, Channel.EMAIL) if way in channels):
                contact = contact_of(session, person_id, channels=(channel,))
                if contact is not None:
                    tell_person(change, News("overdue"), contact, Audience.AGENT)
    return len(past)


def _was_told(session: Session, request: Request) -> bool:
    query = sa.select(_outbox.c.id).where(_outbox.c.request_id == request.id, _outbox.c.notice == "overdue")
    return session.connection().execute(query.limit(1)).first() is not None


def holders(
    session: Session,
    in_force: InForce,
    request: Request,
    now: datetime,
    channels: tuple[str, ...] = ("email", "sms"),
) -> list[Contact]:
    """Who is told, each on the channel they prefer: the assignee, or whoever stands in today; else, or when
    the assignee is away and nobody stands in, the service's mailbox, its managers, and so on; the assignee in
    the end, who reads it when back.
    """
    organisation = in_force.organisation
    today = organisation.town.local_day(now)
    here = in_force.agent_persons.get(present(organisation, request.assignee, today) or "")
    away = in_force.agent_persons.get(request.assignee or "")
    tiers = [[person for person in persons if person != away] for persons in staff_of(in_force, request)]
    if here is not None:
        tiers.insert(0, [here])
    elif tiers and away is not None:
        tiers.append([away])
    for persons in tiers:
        if reached := _reached(session, _there(in_force, persons, today), channels):
            return reached
    return []


def managers(
    session: Session,
    in_force: InForce,
    request: Request,
    now: datetime,
    channels: tuple[str, ...] = ("email", "sms"),
) -> list[Contact]:
    """Where those who lead the service of the request are reached, or who stands in for them today."""
    organisation = in_force.organisation
    service = request.service or organisation.town.default_service
    leading = leading_now(organisation, service, organisation.town.local_day(now))
    persons = [in_force.agent_persons[key] for key in leading if key in in_force.agent_persons]
    return _reached(session, persons, channels)


def leading_now(organisation: Organisation, service: str | None, today: date) -> tuple[str, ...]:
    """Keys of those who lead a service today, each once: its managers, who stands in for those who are away;
    a manager who is away and for whom nobody stands in, who reads it when back.
    """
    return standing_for(organisation, (each.key for each in organisation.managers_of(service)), today)


def _there(in_force: InForce, persons: Iterable[int], today: date) -> list[int]:
    """The persons, with who stands in today for those who are away."""
    there: list[int] = []
    for person in persons:
        key = in_force.agent_of(person)
        stands_in = present(in_force.organisation, key, today) if key else None
        there.append(in_force.agent_persons.get(stands_in or "", person))
    return list(dict.fromkeys(there))


def _reached(session: Session, persons: Sequence[int], channels: tuple[str, ...]) -> list[Contact]:
    found = [contact_of(session, person, channels=channels) for person in persons]
    return [contact for contact in found if contact is not None]
