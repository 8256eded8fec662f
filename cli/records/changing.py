"""A change to one request by command: locked, traced, by a known person, with what is needed to tell people of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from cli.names import find_key
from cli.office import Office, login, now
from dispatch.notices.tell import Fact, ways_out
from dispatch.people.contacts import person_of_login
from dispatch.queries.requests import get_request
from dispatch.requests.history import lock_request
from dispatch.rules.in_force import Organisations
from models.organisation import Organisation
from models.store.audit import record_access
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Request
from models.vocabulary import ActorRole

_outbox = table_of(OutboundMessage)


@dataclass(frozen=True, slots=True)
class Change:
    session: Session
    in_force: InForce
    request: Request
    fact: Fact
    #: Who does it: the agent named or recognised, else the person of the login.
    person_id: int
    actor_role: ActorRole


@contextmanager
def changing(office: Office, reference: str, action: str, by: str | None = None) -> Iterator[Change]:
    """The request of `reference`, locked in a transaction that commits when the block ends well.

    `by` is the agent who does it; without one the agent named by GUICHET_AGENT, or whose key is the login;
    failing that a person of staff who has the login's name. Raises UserError.
    """
    with office.database.transaction() as session:
        found = get_request(session, reference, office.this_year)
        assert found.id is not None
        request = lock_request(session, found.id)
        moment = now()
        in_force = Organisations().current(session).in_force
        agent = acting_agent(in_force.organisation, by)
        record_access(session, moment, office.actor, action, f"request:{request.id}")
        person_id = in_force.agent_persons[agent] if agent else person_of_login(session, login(), moment)
        role = ActorRole.AGENT if agent else ActorRole.SYSTEM
        fact = Fact(request, f"cli:{moment.isoformat()}", moment, channels=ways_out(office.settings))
        yield Change(session, in_force, request, fact, person_id, role)


def acting_agent(organisation: Organisation, by: str | None) -> str | None:
    """The key of the agent who types this, as far as it is known. Raises UserError for one there is not."""
    names = {agent.key: agent.name for agent in organisation.agents}
    named = by or os.environ.get("GUICHET_AGENT")
    if named:
        return find_key("agent", named, names, "guichet agents list")
    return login() if login() in names else None


def told_since(session: Session, moment: datetime, request_id: int | None) -> str:
    """Whom the notices written in this transaction tell, in a sentence for the terminal."""
    rows = session.connection().execute(
        sa.select(_outbox.c.recipient, _outbox.c.recipient_name, _outbox.c.audience, _outbox.c.channel)
        .where(_outbox.c.request_id == request_id, _outbox.c.created_at == moment)
        .order_by(_outbox.c.id)
    )
    told = [
        f"{'the requester' if row.audience == 'requester' else row.recipient_name or 'staff'} "
        f"({row.recipient}{', by text' if row.channel == 'sms' else ''})"
        for row in rows
    ]
    return f"Told: {', '.join(dict.fromkeys(told))}." if told else "Nobody is told."
