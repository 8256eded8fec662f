"""Incidents that several requests report: which were joined to which, and which are only proposed to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_requests, _proposals = table_of(RequestRow), table_of(IncidentProposal)


@dataclass(frozen=True, slots=True)
class Reports:
    """What is known of one request as part of an incident; ids of requests."""

    #: What it seems to report again; None when nothing is proposed.
    first: int | None
    #: What seems to report it again, and what was joined to it; oldest first.
    waiting: tuple[int, ...]
    joined: tuple[int, ...]
    #: The request that it was joined to.
    into: int | None


def read_reports(session: Session, request_id: int) -> Reports:
    """The incident that the request of that id belongs to, as far as it is known."""
    run = session.connection().execute
    first = run(
        sa.select(_proposals.c.first_id).where(_proposals.c.request_id == request_id, PENDING)
    ).scalar()
    waiting = run(
        sa.select(_proposals.c.request_id)
        .where(_proposals.c.first_id == request_id, PENDING)
        .order_by(_proposals.c.request_id)
    ).scalars()
    joined = run(
        sa.select(_requests.c.id).where(_requests.c.merged_into_id == request_id).order_by(_requests.c.id)
    ).scalars()
    into = run(sa.select(_requests.c.merged_into_id).where(_requests.c.id == request_id)).scalar()
    return Reports(first, tuple(waiting), tuple(joined), into)


def reports_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """How many more report what each of the requests reports, joined or proposed; without those of none."""
    run = session.connection().execute
    found: dict[int, int] = {}
    for query in (
        sa.select(_requests.c.merged_into_id, sa.func.count())
        .where(_requests.c.merged_into_id.in_(ids))
        .group_by(_requests.c.merged_into_id),
        sa.select(_proposals.c.first_id, sa.func.count())
        .where(_proposals.c.first_id.in_(ids), PENDING)
        .group_by(_proposals.c.first_id),
    ):
        for first, count in run(query):
            found[first] = found.get(first, 0) + count
    return found


def list_incidents(session: Session, limit: int) -> list[dict[str, Any]]:
    """Open requests that others report too, the one with most reports first: reference, subject, state, how
    many were joined, the references of those that wait for a word.
    """
    run = session.connection().execute
    ids = {
        *run(
            sa.select(_requests.c.merged_into_id).where(_requests.c.merged_into_id.is_not(None)).distinct()
        ).scalars(),
        *run(sa.select(_proposals.c.first_id).where(PENDING).distinct()).scalars(),
    }
    counts = reports_of(session, ids) if ids else {}
    rows = run(
        sa.select(
            _requests.c.id, _requests.c.year, _requests.c.number, _requests.c.subject, _requests.c.state
        ).where(_requests.c.id.in_(counts), _requests.c.state_kind.in_(OPEN_KINDS))
    ).all()
    found = []
    for row in sorted(rows, key=lambda each: (-counts[each.id], each.id))[:limit]:
        reports = read_reports(session, row.id)
        found.append(
            {
                "reference": str(Reference(row.year, row.number)),
                "subject": row.subject,
                "state": row.state,
                "joined": len(reports.joined),
                "waiting": _references(session, reports.waiting),
            }
        )
    return found


def _references(session: Session, ids: Collection[int]) -> list[str]:
    rows = session.connection().execute(
        sa.select(_requests.c.year, _requests.c.number)
        .where(_requests.c.id.in_(ids))
        .order_by(_requests.c.id)
    )
    return [str(Reference(row.year, row.number)) for row in rows]
