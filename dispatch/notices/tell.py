"""Who must be told of what: every notice about a request is written from here, beside what it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.catalogue import notice_of
from dispatch.notices.followers import followers_told
from dispatch.notices.joined import incident_of, joined_to, names_people
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue
from dispatch.notices.staff import is_away, staff_of, stand_ins
from dispatch.notices.thread import thread_ids
from dispatch.notices.together import with_others
from dispatch.people.contacts import Contact, contact_of
from models.values import EmailAddress
from models.vocabulary import CLOSED_KINDS, Audience, Channel

#: What those hear of whose requests were joined to another: its course, never what is written to one person.
_FOR_JOINED = frozenset(
    {"taken", "on_hold", "passed_on", "planned", "done", "refused", "reopened", "state_changed", "undone"}
)


@dataclass(frozen=True, slots=True)
class News:
    """What a notice about a request says: which notice, the entry whose text it carries, details, files."""

    notice: str
    entry_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    attachment_ids: Sequence[int] = ()


def tell_requester(
    change: Change,
    news: News,
    contact: Contact | None = None,
    *,
    not_before: datetime | None = None,
    held: str = "",
) -> bool:
    """Tell who asked, where they last wrote from or prefer; False when they cannot be, or want no news.

    `not_before`: when it may leave at the earliest, so that whoever wrote it can withdraw it. `held`: why it
    waits for a person to let it go.
    """
    reached = _tell_one(change, news, contact, not_before, held)
    if news.notice in _FOR_JOINED:
        tell_joined(change, news, not_before)
    return reached


def requester_reached(
    session: Session,
    notice: str,
    data: Mapping[str, Any],
    asked_by: tuple[int, int | None],
    channels: Collection[str],
    *,
    ends: bool,
    contact: Contact | None = None,
) -> Contact | None:
    """Where a requester is told: at `contact` when that has words for the notice, else where they last wrote
    from or prefer; None when they cannot be, or said ARRÊT and need not be.

    `asked_by` is the person and the contact to answer to, `channels` the ways out of this town; `ends`:
    whether the request is closed by then. Whoever said ARRÊT hears of the end all the same.
    """
    kind = notice_of(notice, Audience.REQUESTER, data)
    ways = tuple(way for way in kind.channels if way in channels)
    if contact is None or contact.channel not in ways or contact.is_landline:
        contact = contact_of(session, asked_by[0], contact_id=asked_by[1], channels=ways)
    must = kind.must or (ends and "to_state" in data)
    return None if contact is None or (contact.quiet and not must) else contact


def _tell_one(
    change: Change, news: News, contact: Contact | None, not_before: datetime | None, held: str = ""
) -> bool:
    """Tell who asked for this one request, and who follows it; False when who asked cannot be told, or wants
    no news.
    """
    request = change.request
    _tell_followers(change, news, not_before)
    contact = requester_reached(
        change.session,
        news.notice,
        news.data,
        (request.requester_id, request.reply_contact_id),
        change.channels,
        ends=request.kind in CLOSED_KINDS,
        contact=contact,
    )
    if contact is None:
        return False
    _enqueue(change, news, Audience.REQUESTER, contact, request.locale, not_before, held)
    return True


def _tell_followers(change: Change, news: News, not_before: datetime | None) -> None:
    """Tell those in copy who asked for it what became of the request, under what the town lets them know."""
    if change.is_new:
        return
    once = replace(change, cause=f"{change.cause}:{news.notice}")
    for contact, data in followers_told(change, news.notice, news.data):
        # An entry brings its words along, which the town may not share.
        told = News("follower_news", news.entry_id if {"text", "comment"} & data.keys() else None, data)
        _enqueue(once, told, Audience.REQUESTER, contact, contact.locale, not_before)


def tell_joined(change: Change, news: News, not_before: datetime | None = None) -> int:
    """Tell those whose requests were joined to this one, each once, under their own reference, on their own
    channel; how many were told. A comment that names people is not for them.
    """
    told, reached = {change.request.requester_id}, 0
    if "comment" in news.data and names_people(change, str(news.data["comment"])):
        news = replace(news, data={**news.data, "comment": ""})
    for request_id in joined_to(change.session, change.request.id):
        joined = read_request(change.session, change.in_force, request_id)
        if joined is not None and joined.requester_id not in told:
            told.add(joined.requester_id)
            about = replace(change, request=joined, cause=f"{change.cause}:joined:{request_id}")
            reached += _tell_one(about, news, None, not_before)
    return reached


def tell_staff(
    change: Change, news: News, *, besides: int | None = None, not_before: datetime | None = None
) -> int:
    """Tell the assignee; when there is none to reach, the service's mailbox; else its managers, else
    administrators.

    How many were told. `besides` is the person who did it: nobody is told of their own doing. Who stands in
    for somebody away is told too, and why; when nobody does, those who come next. What was joined to another
    request is in hand of whoever has that one.
    """
    held = incident_of(change.session, change.in_force, change.request) or change.request
    today = change.organisation.town.local_day(change.now)
    told, absent, reached = {besides}, "", 0
    for persons in staff_of(change.in_force, held):
        standing = stand_ins(change.in_force, persons, today)
        is_here = bool(standing) or not all(is_away(change.in_force, each, today) for each in persons)
        for person_id, away in [*((each, absent) for each in persons), *standing.items()]:
            if person_id not in told and _tell_member(change, news, person_id, away, not_before):
                reached += 1
            told.add(person_id)
        if besides in persons or (reached and is_here):
            break
        if reached and not absent:
            found = change.organisation.agent(change.in_force.agent_of(persons[0]))
            absent = found.name if found is not None else ""
    return reached


def tell_agents(change: Change, news: News, keys: Iterable[str], *, besides: int | None = None) -> None:
    """Tell these agents, and who stands in for those who are away; each once, the person `besides` not."""
    in_force = change.in_force
    persons = [in_force.agent_persons[key] for key in dict.fromkeys(keys) if key in in_force.agent_persons]
    standing = stand_ins(in_force, persons, change.organisation.town.local_day(change.now))
    for person_id, away in [*((each, "") for each in persons), *standing.items()]:
        if person_id != besides:
            _tell_member(change, news, person_id, away)


def _tell_member(
    change: Change, news: News, person_id: int, absent: str, not_before: datetime | None = None
) -> bool:
    """Tell one member of staff, in the place of `absent` when that is a name; False when they cannot be."""
    contact = contact_of(change.session, person_id, channels=_channels(change, news, Audience.AGENT))
    if contact is None:
        return False
    why = replace(news, data={**news.data, "absent": absent}) if absent else news
    _enqueue(change, why, Audience.AGENT, contact, contact.locale, not_before)
    return True


def tell_person(change: Change, news: News, contact: Contact, audience: Audience) -> None:
    """Tell one person about a request, wherever they stand in it; elsewhere when there are no words for that
    channel.
    """
    channels = _channels(change, news, audience)
    reached = (
        contact
        if contact.channel in channels and not contact.is_landline
        else contact_of(change.session, contact.person_id, channels=channels)
    )
    if reached is not None:
        _enqueue(change, news, audience, reached, reached.locale)


def tell_partner(
    change: Change, news: News, contact: Contact, locale: str, *, not_before: datetime | None = None
) -> None:
    """Write to a partner outside about a request passed on to them, in their language."""
    _enqueue(change, news, Audience.PARTNER, contact, locale, not_before)


def tell_address(change: Change, news: News, address: EmailAddress) -> None:
    """Tell an address that belongs to nobody we know (a rule's copy), in the language of the town."""
    if change.quiet:
        return
    key, to = f"{news.notice}:{change.cause}:{address.key}"[:255], Recipient(Channel.EMAIL, address.envelope)
    told = _new(change, news, Audience.AGENT, change.organisation.town.locale, to, key)
    enqueue(change.session, told, change.now)


def _channels(change: Change, news: News, audience: Audience) -> tuple[str, ...]:
    """Those that have words for this notice and a way out."""
    kind = notice_of(news.notice, audience, news.data)
    return tuple(way for way in kind.channels if way in change.channels)


def _enqueue(
    change: Change,
    news: News,
    audience: Audience,
    contact: Contact,
    locale: str,
    not_before: datetime | None = None,
    held: str = "",
) -> None:
    if change.quiet:
        return
    key = f"{news.notice}:{change.cause}:{contact.contact_id}"
    new = _new(change, news, audience, locale, Recipient.of(contact), key)
    told = replace(new, thread_ids=thread_ids(change, contact.person_id), not_before=not_before, held=held)
    enqueue(change.session, with_others(told, change.together, change.now), change.now)


def _new(change: Change, news: News, audience: Audience, locale: str, to: Recipient, key: str) -> NewNotice:
    return NewNotice(
        notice=news.notice,
        audience=audience,
        locale=locale,
        to=to,
        unique_key=key,
        request_id=change.request.id,
        entry_id=news.entry_id,
        inbound_id=change.inbound_id,
        data=news.data,
        attachment_ids=news.attachment_ids,
    )
