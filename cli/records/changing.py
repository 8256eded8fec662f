"""A change to one request by command: locked, traced, with what is needed to tell people of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cli.office import Office, now
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.queries.requests import request_id_of
from dispatch.rules.in_force import Organisations
from models.store.audit import record_access


@contextmanager
def changing(office: Office, reference: str, action: str) -> Iterator[Change]:
    """A change to the request of `reference`, locked in a transaction that commits when the block ends well."""
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, reference))
        moment = now()
        record_access(session, moment, office.actor, action, f"request:{request.id}")
        yield Change(
            session,
            in_force,
            request,
            SYSTEM,
            f"cli:{moment.isoformat()}",
            moment,
            channels=office.settings.channels,
        )
