"""Proposals that several requests report one incident: written, read, settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import Request, lock_request
from dispatch.requests.incidents.alike import Alike
from dispatch.requests.incidents.found import drop_candidate, find_first
from dispatch.rules.index import RuleIndex
from models.store.batching.rows import batch_of
from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow

_proposals, _requests = table_of(IncidentProposal), table_of(RequestRow)


@dataclass(frozen=True, slots=True)
class Incident:
    """What a new request seems to report again: the first request of it, and how many others there are."""

    first: Request
    alike: Alike
    #: Requests besides the first, this one among them: joined to it, or proposed to be.
    others: int


@dataclass(frozen=True, slots=True)
class Near:
    """How long, and how far apart, reports of one incident may be."""

    within: timedelta
    metres: float


def propose(
    change: Change, index: RuleIndex, text: str, near: Near, *, besides: int | None = None
) -> Incident | None:
    """Look for what the new request reports again, `besides` that one, and keep the proposal; None when it is
    the first.

    Nothing is proposed where nobody is told (what was brought over from another tool).
    """
    request = change.request
    if not near.within or change.quiet:
        return None
    found = find_first(
        change.session,
        change.in_force,
        index,
        request,
        text,
        now=change.now,
        within=near.within,
        metres=near.metres,
        besides=besides,
    )
    if found is None:
        return None
    first = lock_request(change.session, change.in_force, found[0])
    row = {
        "request_id": request.id,
        "first_id": first.id,
        "place": found[1].place,
        "at": change.now,
        "joined": False,
    }
    batch = batch_of(change.session)
    if batch is not None and batch.has_made(_requests, request.id):
        batch.add_nameless(_proposals, row)
        drop_candidate(change.session, request.id)
    else:
        change.session.connection().execute(sa.insert(_proposals), row)
    change.write(EntryKind.LINK, data={"request_id": first.id, "reason": "seems to report the same"})
    return Incident(first, found[1], others_of(change.session, first.id))


def others_of(session: Session, first_id: int) -> int:
    """How many requests were joined to that one, or are proposed to be."""
    joined = sa.select(sa.func.count()).where(_requests.c.merged_into_id == first_id)
    run = session.connection().execute
    return int(run(joined).scalar_one()) + len(waiting_for(session, first_id))


def waiting_for(session: Session, first_id: int) -> list[int]:
    """Requests that seem to report what that one reported first, as long as nobody has said; oldest first."""
    query = sa.select(_proposals.c.request_id).where(_proposals.c.first_id == first_id, PENDING)
    return list(session.connection().execute(query.order_by(_proposals.c.request_id)).scalars())


def first_of(session: Session, request_id: int) -> int | None:
    """The request that seems to have reported the same first, as long as nobody has said."""
    query = sa.select(_proposals.c.first_id).where(_proposals.c.request_id == request_id, PENDING)
    return session.connection().execute(query).scalar()


def settle(session: Session, request_ids: Collection[int], now: datetime, *, joined: bool) -> Sequence[int]:
    """Say of proposals that they are so, or not; the ids of those that were open."""
    settled = session.connection().execute(
        sa.update(_proposals)
        .where(_proposals.c.request_id.in_(list(request_ids)), PENDING)
        .values(settled_at=now, joined=joined)
        .returning(_proposals.c.request_id)
    )
    return sorted(settled.scalars())
