"""A change to one request by command: locked, traced, by a known person, with what is needed to tell people
of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cli.names import find_key
from cli.office import Office, login, now
from cli.speaking.words import value as value_said
from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.people.contacts import takes_texts
from dispatch.people.senders import person_of_login
from dispatch.queries.requests import request_id_of
from dispatch.rules.in_force import Organisations
from models.organisation import Organisation
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint
from models.tables.requests import RequestRow
from models.values import ContactKind, PhoneNumber
from models.vocabulary import ActorRole

_outbox, _contacts, _requests = table_of(OutboundMessage), table_of(ContactPoint), table_of(RequestRow)


@contextmanager
def changing(office: Office, reference: str, action: str, by: str | None = None) -> Iterator[Change]:
    """A change to the request of `reference`, locked in a transaction that commits when the block ends well.

    `by` is the agent who does it; without one the agent named by GUICHET_AGENT, or whose key is the login;
    failing that a person of staff who has the login's name. Raises UserError.
    """
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, reference, office.this_year))
        moment = now()
        agent = acting_agent(in_force.organisation, by)
        record_access(session, moment, office.actor, action, f"request:{request.id}")
        person_id = in_force.agent_persons[agent] if agent else person_of_login(session, login(), moment)
        actor = Actor(ActorRole.AGENT if agent else ActorRole.SYSTEM, person_id)
        cause = f"cli:{moment.isoformat()}"
        yield Change(session, in_force, request, actor, cause, moment, channels=office.settings.channels)


def acting_agent(organisation: Organisation, by: str | None) -> str | None:
    """The key of the agent who types this, as far as it is known. Raises UserError for one there is not."""
    names = {agent.key: agent.name for agent in organisation.agents}
    named = by or os.environ.get("GUICHET_AGENT")
    if named:
        return find_key("agent", named, names, "guichet agents list")
    return login() if login() in names else None


def told_since(session: Session, moment: datetime, *request_ids: int | None) -> str:
    """Whom the notices about requests tell that were written in this transaction, in a sentence."""
    rows = session.connection().execute(
        sa.select(_outbox.c.recipient, _outbox.c.recipient_name, _outbox.c.audience, _outbox.c.channel)
        .where(_outbox.c.request_id.in_(request_ids), _outbox.c.created_at == moment)
        .order_by(_outbox.c.id)
    )
    told = list(dict.fromkeys(map(_named, rows)))
    by_voice = landline_alone(session, request_ids[0])
    by_voice = f"\n{by_voice}" if by_voice else ""
    if told:
        return f"Told: {', '.join(told)}." + by_voice
    return f"Nobody is told: {_why_nobody(session, request_ids[0])}." + by_voice


def landline_alone(session: Session, request_id: int | None) -> str:
    """What is said of a requester who has nothing but a landline: no text arrives there. '' of any other."""
    query = (
        sa.select(_contacts.c.kind, _contacts.c.value, _contacts.c.written)
        .join(_requests, _requests.c.requester_id == _contacts.c.person_id)
        .where(_requests.c.id == request_id)
    )
    rows = session.connection().execute(query).all()
    if not rows or any(row.kind != ContactKind.PHONE or takes_texts(row.value) for row in rows):
        return ""
    number = PhoneNumber.parse(rows[0].value).national
    return f"The requester has a landline alone, which takes no texts: call {number}."


def _named(row: Any) -> str:
    """Who is told, and where: `the requester (+33639980012, by text)`."""
    who = "the requester" if row.audience == "requester" else row.recipient_name
    by_text = f", {value_said('told', 'by text')}" if row.channel == "sms" else ""
    return f"{value_said('told', who or 'staff')} ({row.recipient}{by_text})"


def _why_nobody(session: Session, request_id: int | None) -> str:
    """Why no notice was written: the requester cannot be reached, or nobody is to be told."""
    reachable = (
        sa.select(_contacts.c.id)
        .join(_requests, _requests.c.requester_id == _contacts.c.person_id)
        .where(
            _requests.c.id == request_id,
            _contacts.c.unreachable_since.is_(None),
            _contacts.c.opted_out_at.is_(None),
        )
    )
    if session.connection().execute(reachable).first() is None:
        return "the requester has no address or number that works, and nobody else concerned can be reached"
    return "the course of treatment plans no notice here, or it would only reach whoever did this"
