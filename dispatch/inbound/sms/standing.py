"""A line of the answer to SUIVI: how one request stands, and on what day something is planned for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dispatch.history.request import read_request
from dispatch.inbound.case import Case
from dispatch.notices.joined import follow_merges
from dispatch.notices.lists.listed import ListedRequest
from models.values import Reference
from models.vocabulary import OPEN_KINDS


def as_it_stands(case: Case, row: Any, line: ListedRequest, locale: str) -> ListedRequest:
    """A request that was joined to another stands as that one does, under its own reference."""
    if row.merged_into_id is None:
        return line
    other = read_request(case.session, case.in_force, follow_merges(case.session, row.id))
    if other is None:
        return line
    state = case.organisation.workflow(other.workflow).state(other.state)
    as_that = {
        "state": state.told(locale) if state is not None else other.state,
        "state_kind": str(other.kind),
        "joined": True,
        "answered_at": None,
        **_planned(case, other.kind, other.planned_at, other.planned_hours),
    }
    return line.model_copy(update=as_that)


def listed(row: Any, case: Case, locale: str, answered_at: datetime | None) -> ListedRequest:
    """One request as a line of a status answer; `answered_at`: when staff wrote, though none took it."""
    in_force = case.in_force
    state = in_force.organisation.workflow(row.workflow_key).state(row.state)
    service = in_force.organisation.service(in_force.service_key(row.service_id))
    line = ListedRequest(
        reference=str(Reference(row.year, row.number)),
        subject=row.subject,
        state=state.told(locale, answered=answered_at is not None) if state else row.state,
        answered_at=answered_at,
        state_kind=row.state_kind,
        service=service.name if service else "",
        created_at=row.created_at,
    )
    return line.model_copy(update=_planned(case, row.state_kind, row.planned_at, row.planned_hours))


def _planned(case: Case, kind: str, planned_at: datetime | None, hours: str) -> dict[str, Any]:
    """The day that was told, while it is to come; as the page of the request shows it."""
    if kind not in OPEN_KINDS or planned_at is None or planned_at < case.now - timedelta(days=1):
        return {"planned_at": None, "planned_hours": ""}
    return {"planned_at": planned_at, "planned_hours": hours or ""}
