"""Who follows a request besides its requester: people in copy who answered that they want news of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request
from dispatch.people.contacts import Contact, find_contact
from models.organisation import Town
from models.tables.columns import table_of
from models.tables.requests import Participant
from models.values import ContactKind
from models.vocabulary import ParticipantRole

_participants = table_of(Participant)
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


def news_of(town: Town, state: str, notice: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """What followers are told of news for the requester: a state and its day; words, where the town shares
    those. None: nothing.
    """
    if town.followers == "off":
        return None
    shares = town.followers == "words"
    if "to_state" in data:
        # What is true by now: of what was taken back, the state before.
        said = {"to_state": state, "date": data.get("date") or ""}
        return {**said, "comment": data.get("comment", "")} if shares and notice != "undone" else said
    return {"text": data.get("text", "")} if shares and notice == "answer" and data.get("text") else None
