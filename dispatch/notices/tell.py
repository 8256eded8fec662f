"""Who must be told of what: every notice about a request is written from here, beside what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from dispatch.history.change import Change
from dispatch.history.request import Request, read_request
from dispatch.notices.catalogue import notice_of
from dispatch.notices.followers import followers_told
from dispatch.notices.joined import incident_of, joined_to, names_people
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue
from dispatch.notices.thread import thread_ids
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present
from models.store.organisations import InForce
from models.values import EmailAddress
from models.vocabulary import CLOSED_KINDS, Audience, Channel

#: What a requester writes cannot wait until an agent is back: whoever stands in is told too.
_FOR_DEPUTIES = frozenset({"requester_reply", "reopened_assignee", "partner_replied", "assigned"})
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


def _tell_one(
    change: Change, news: News, contact: Contact | None, not_before: datetime | None, held: str = ""
) -> bool:
    """Tell who asked for this one request, and who follows it; False when who asked cannot be told, or wants
    no news.
    """
    request = change.request
    _tell_followers(change, news, not_before)
    channels = _channels(change, news, Audience.REQUESTER)
    if contact is None or contact.channel not in channels or contact.is_landline:
        contact = contact_of(
            change.session, request.requester_id, contact_id=request.reply_contact_id, channels=channels
        )
    if contact is None or (contact.quiet and not _must_be_told(change, news)):
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


def _must_be_told(change: Change, news: News) -> bool:
    """Whether somebody who said ARRÊT is told all the same: what the catalogue says must be, and the end."""
    kind = notice_of(news.notice, Audience.REQUESTER, news.data)
    return kind.must or (change.request.kind in CLOSED_KINDS and "to_state" in news.data)


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

    How many were told. `besides` is the person who did it: nobody is told of their own doing. What was joined
    to another request is in hand of whoever has that one.
    """
    channels = _channels(change, news, Audience.AGENT)
    held = incident_of(change.session, change.in_force, change.request) or change.request
    for persons in staff_of(change.in_force, held):
        others = [person_id for person_id in persons if person_id != besides]
        contacts = [contact_of(change.session, person_id, channels=channels) for person_id in others]
        reached = [contact for contact in contacts if contact is not None]
        for contact in reached:
            _enqueue(change, news, Audience.AGENT, contact, contact.locale, not_before)
        _tell_deputy(change, held, news, {*persons, besides}, not_before)
        if reached or besides in persons:
            return len(reached)
    return 0


def _tell_deputy(
    change: Change, held: Request, news: News, told: set[int | None], not_before: datetime | None
) -> None:
    """Tell whoever stands in for an assignee who is away what comes for that one, and why they are told."""
    organisation = change.organisation
    assignee = organisation.agent(held.assignee)
    if assignee is None or news.notice not in _FOR_DEPUTIES:
        return
    here = present(organisation, assignee.key, organisation.town.local_day(change.now))
    person = change.in_force.agent_persons.get(here or "")
    if person is None or person in told:
        return
    contact = contact_of(change.session, person, channels=_channels(change, news, Audience.AGENT))
    if contact is not None:
        why = replace(news, data={**news.data, "absent": assignee.name})
        _enqueue(change, why, Audience.AGENT, contact, contact.locale, not_before)


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
    key = f"{news.notice}:{change.cause}:{address.key}"[:255]
    locale = change.organisation.town.locale
    enqueue(
        change.session,
        _new(change, news, Audience.AGENT, locale, Recipient(Channel.EMAIL, address.envelope), key),
        change.now,
    )


def staff_of(in_force: InForce, request: Request) -> list[list[int]]:
    """Persons who must hear of a request: its assignee; failing that its service's mailbox, managers,
    administrators.

    Who left hears nothing any more.
    """
    organisation = in_force.organisation
    tiers: list[list[int]] = []
    assignee = organisation.agent(request.assignee)
    if assignee is not None and not assignee.closed and assignee.key in in_force.agent_persons:
        tiers.append([in_force.agent_persons[assignee.key]])
    service = request.service or organisation.town.default_service
    if service in in_force.service_persons:
        tiers.append([in_force.service_persons[service]])
    managers = [
        in_force.agent_persons[agent.key]
        for agent in organisation.managers_of(service)
        if agent.key in in_force.agent_persons
    ]
    administrators = [
        in_force.agent_persons[agent.key]
        for agent in organisation.agents
        if agent.role == "administrator" and not agent.closed and agent.key in in_force.agent_persons
    ]
    return [*tiers, managers, administrators]


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
    enqueue(change.session, told, change.now)


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
