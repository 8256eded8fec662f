"""Who follows a request besides its requester: people in copy who answered that they want news of it, and
elected officials to whom it is delegated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import Request
from dispatch.people.contacts import Contact, find_contact
from dispatch.sight.may_see import Placed, is_delegated
from dispatch.sight.viewer import viewer_of
from models.organisation import Official, Town
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import Followed, OfficialRow
from models.tables.requests import Participant
from models.values import ContactKind, EmailAddress
from models.vocabulary import ParticipantRole

_participants = table_of(Participant)
_followed, _officials = table_of(Followed), table_of(OfficialRow)
#: Those of one request who are told.
MOST_FOLLOWERS = 20


def followers_of(session: Session, request_ids: Sequence[int]) -> dict[int, list[str]]:
    """The addresses (EmailAddress.key) that follow each of these requests, in their order; not every request
    is in it.
    """
    query = sa.select(_participants.c.request_id, _participants.c.address).where(
        _participants.c.request_id.in_(list(request_ids)), _participants.c.role == ParticipantRole.FOLLOWER
    )
    found: dict[int, list[str]] = {}
    for row in session.connection().execute(query.order_by(_participants.c.address)):
        addresses = found.setdefault(row.request_id, [])
        if len(addresses) < MOST_FOLLOWERS:
            addresses.append(row.address)
    return found


def followers_told(
    change: Change, notice: str, data: Mapping[str, Any]
) -> list[tuple[Contact, dict[str, Any]]]:
    """Whom news for the requester is told to besides, each once, and as much of it as they are told."""
    town, request = change.organisation.town, change.request
    found: dict[int, tuple[Contact, dict[str, Any]]] = {}
    if (told := news_of(town, request.state, notice, data)) is not None:
        found = {each.contact_id: (each, told) for each in who_follow(change.session, request)}
    today = town.local_day(change.now)
    for contact, official in officials_who_follow(change.session, change.in_force, request, today):
        if (told := _news_for(official, town, request.state, notice, data)) is not None:
            found.setdefault(contact.contact_id, (contact, told))
    return list(found.values())


def who_follow(session: Session, request: Request) -> list[Contact]:
    """Where those are told who follow a request; neither its requester, nor who said ARRÊT, nor who is not
    reached.
    """
    addresses = followers_of(session, [request.id]).get(request.id, [])
    found = [find_contact(session, ContactKind.EMAIL, address) for address in addresses]
    return [
        each
        for each in found
        if each is not None and each.reachable and not each.quiet and each.person_id != request.requester_id
    ]


def officials_who_follow(
    session: Session, in_force: InForce, request: Request, today: date
) -> list[tuple[Contact, Official]]:
    """Where the elected officials are told who follow a request, as long as it is delegated to them."""
    query = (
        sa.select(_officials.c.key)
        .join(_followed, _followed.c.official_id == _officials.c.id)
        .where(_followed.c.request_id == request.id)
        .order_by(_officials.c.key)
        .limit(MOST_FOLLOWERS)
    )
    placed = Placed(request.requester_id, request.service, request.assignee, request.building)
    found = []
    for key in session.connection().execute(query).scalars():
        official, person = in_force.organisation.official(key), in_force.official_persons.get(key)
        if official is None or person is None or person == request.requester_id:
            continue
        viewer = viewer_of(in_force.organisation, today, person_id=person, official=key)
        contact = _mailbox_of(session, official, person)
        if contact is not None and not contact.quiet and is_delegated(viewer, placed):
            found.append((contact, official))
    return found


def _mailbox_of(session: Session, official: Official, person_id: int) -> Contact | None:
    """Where an official is told: the first address that the organisation gives them today and that works. One
    it gave them before is of somebody else, maybe.
    """
    theirs = (EmailAddress.parse(each).key for each in official.emails)
    found = (find_contact(session, ContactKind.EMAIL, each) for each in theirs)
    return next((c for c in found if c is not None and c.reachable and c.person_id == person_id), None)


def follow_as_official(session: Session, request_id: int, official_id: int, now: datetime) -> bool:
    """Have an official told of the course of a request; whether they were not already."""
    if follows_as_official(session, request_id, official_id):
        return False
    row = {"request_id": request_id, "official_id": official_id, "since": now}
    session.connection().execute(sa.insert(_followed).values(row))
    return True


def follows_as_official(session: Session, request_id: int, official_id: int) -> bool:
    """Whether an official asked for news of a request."""
    known = sa.select(_followed.c.since).where(*_of_official(request_id, official_id))
    return session.connection().execute(known).first() is not None


def unfollow_as_official(session: Session, request_id: int, official_id: int) -> bool:
    """Have an official told nothing more of a request; whether they were."""
    gone = sa.delete(_followed).where(*_of_official(request_id, official_id))
    return bool(session.connection().execute(gone).rowcount)


def _of_official(request_id: int, official_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _followed.c.request_id == request_id, _followed.c.official_id == official_id


def _news_for(
    official: Official, town: Town, state: str, notice: str, data: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What an official is told who follows a request: its course, and words only where followers are told
    those and no name is hidden from them.
    """
    shares = town.followers == "words" and "names" in official.sees
    level: Literal["words", "course"] = "words" if shares else "course"
    return news_of(town.model_copy(update={"followers": level}), state, notice, data)


def news_of(town: Town, state: str, notice: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """What followers are told of news for the requester: a state and its day; words, where the town shares
    those. None: nothing.
    """
    if town.followers == "off":
        return None
    shares = town.followers == "words"
    if "to_state" in data:
        # Of what was taken back, the state that is true by now; else the one the news is of, which is another
        # request's for those who follow one that was joined to it.
        told = state if notice == "undone" else data["to_state"]
        said = {"to_state": told, "date": data.get("date") or ""}
        return {**said, "comment": data.get("comment", "")} if shares and notice != "undone" else said
    return {"text": data.get("text", "")} if shares and notice == "answer" and data.get("text") else None
