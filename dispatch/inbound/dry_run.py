"""What would become of a message, decided as the service decides it, and then undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import read_request
from dispatch.inbound.case import Case
from dispatch.inbound.decide import decide
from dispatch.rules.in_force import Organisations
from intake.ledger.arrival import Arrival
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.ledger.reception import store_in
from intake.message import ParsedMessage
from models.organisation import Organisation
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.database import Database
from models.store.organisations import InForce, apply
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow

_ledger, _requests, _outbox = table_of(InboundMessage), table_of(RequestRow), table_of(OutboundMessage)


@dataclass(frozen=True, slots=True)
class DryRun:
    """The end a message would have: its state and why, the request it would make or join, who would be told.

    `decision` is what the rules said (`disposition` and `steps`), empty when they were not asked.
    """

    outcome: Outcome
    decision: dict[str, Any]
    request: dict[str, Any]
    notices: tuple[str, ...]


class _Undone(Exception):
    """Ends the transaction of a dry run: nothing of it may stay."""


@contextmanager
def _undone(database: Database) -> Iterator[Session]:
    """A transaction like any other, which never commits."""
    try:
        with database.transaction() as session:
            yield session
            session.flush()
            raise _Undone
    except _Undone:
        return


def dry_run(
    database: Database,
    settings: Settings,
    signer: Signer,
    arrival: Arrival,
    parsed: ParsedMessage,
    *,
    organisation: Organisation | None = None,
    instead_of: int | None = None,
) -> DryRun:
    """Decide `arrival` as `process` would, with another `organisation` in force when given; nothing stays.

    `instead_of` is the ledger row whose bytes these are: it does not count as an earlier copy.
    Raises UserError when no organisation is in force.
    """
    found: DryRun | None = None
    with _undone(database) as session:
        now = arrival.received_at
        if organisation is not None:
            apply(session, organisation, by="rules test", note="", now=now)
        if instead_of is not None:
            session.connection().execute(
                sa.update(_ledger).where(_ledger.c.id == instead_of).values(content_key=None)
            )
        told_before = session.connection().execute(sa.select(sa.func.max(_outbox.c.id))).scalar() or 0
        ledger_id = store_in(session, arrival)
        session.connection().execute(
            sa.update(_ledger).where(_ledger.c.id == ledger_id).values(fence=1, attempts=1)
        )
        row = ClaimedMessage(
            id=ledger_id,
            fence=1,
            attempts=1,
            deaths=0,
            received_at=arrival.received_at,
            door=arrival.door,
            door_name=arrival.door_name,
            peer=arrival.peer,
            envelope_from=arrival.envelope_from,
            recipients=arrival.recipients,
            raw=arrival.raw,
            raw_sha256="",
            raw_size_bytes=len(arrival.raw),
            door_facts=arrival.door_facts,
        )
        current = Organisations().current(session)
        case = Case(
            session=session,
            message=row,
            parsed=parsed,
            recipients=arrival.recipients,
            in_force=current.in_force,
            index=current.index,
            settings=settings,
            signer=signer,
            now=now,
        )
        outcome = decide(case)
        session.flush()
        decision = (
            session.connection()
            .execute(sa.select(_ledger.c.decision).where(_ledger.c.id == ledger_id))
            .scalar_one()
        )
        notices = session.connection().execute(
            sa.select(_outbox.c.notice).where(_outbox.c.id > told_before).order_by(_outbox.c.id)
        )
        found = DryRun(
            outcome,
            decision or {},
            _request(session, current.in_force, outcome.request_id),
            tuple(notices.scalars()),
        )
    assert found is not None
    return found


def _request(session: Session, in_force: InForce, request_id: int | None) -> dict[str, Any]:
    request = read_request(session, in_force, request_id) if request_id is not None else None
    if request is None:
        return {}
    priority = sa.select(_requests.c.priority).where(_requests.c.id == request.id)
    return {
        "reference": str(request.reference),
        "service": request.service,
        "building": request.building,
        "request_type": request.request_type,
        "assignee": request.assignee,
        "priority": session.connection().execute(priority).scalar_one(),
        "state": request.state,
        "due_at": request.due_at,
    }
