"""A change to one request by command: locked, traced, with what is needed to tell people of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from cli.office import Office, now
from dispatch.notices.tell import Fact, ways_out
from dispatch.queries.requests import get_request
from dispatch.requests.history import lock_request
from dispatch.rules.in_force import Organisations
from models.store.audit import record_access
from models.store.organisations import InForce
from models.tables.requests import Request


@dataclass(frozen=True, slots=True)
class Change:
    session: Session
    in_force: InForce
    request: Request
    fact: Fact


@contextmanager
def changing(office: Office, reference: str, action: str) -> Iterator[Change]:
    """The request of `reference`, locked in a transaction that commits when the block ends well."""
    with office.database.transaction() as session:
        found = get_request(session, reference)
        assert found.id is not None
        request = lock_request(session, found.id)
        moment = now()
        record_access(session, moment, office.actor, action, f"request:{request.id}")
        in_force = Organisations().current(session).in_force
        fact = Fact(request, f"cli:{moment.isoformat()}", moment, channels=ways_out(office.settings))
        yield Change(session, in_force, request, fact)
