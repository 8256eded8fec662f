"""What is corrected of a request: its place, its type, how urgent it is, when it is due."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from dispatch.history.change import Change
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow

_requests = table_of(RequestRow)


def set_building(change: Change, building: str | None) -> None:
    """It is about that building, whose key must exist; None: about none."""
    change.write(EntryKind.NOTE, data={"building": building, "before": change.request.building})
    change.update(building=building)


def set_place(change: Change, address: str, position: tuple[float, float] | None) -> None:
    """It is at that address, and there (WGS84 degrees); '' and None: nobody knows."""
    before = change.request
    latitude, longitude = position if position is not None else (None, None)
    data = {
        "address": address,
        "position": list(position) if position is not None else None,
        "before": {"address": before.address, "latitude": before.latitude, "longitude": before.longitude},
    }
    change.write(EntryKind.NOTE, data=data)
    change.update(address=address, latitude=latitude, longitude=longitude)


def set_type(change: Change, request_type: str) -> None:
    """It is of that type, and follows its workflow when that has the present state."""
    change.write(EntryKind.NOTE, data={"type": request_type, "before": change.request.request_type})
    workflow = change.organisation.workflow_of(request_type)
    same = workflow.state(change.request.state)
    if same is not None and same.kind == change.request.kind:
        change.update(request_type=request_type, workflow=workflow.key)
    else:
        change.update(request_type=request_type)


def set_priority(change: Change, priority: str) -> None:
    """It is that urgent (models.vocabulary.Priority)."""
    change.write(EntryKind.NOTE, data={"priority": priority})
    change.session.connection().execute(
        sa.update(_requests).where(_requests.c.id == change.request.id).values(priority=priority)
    )
    change.update()


def set_due(change: Change, due_at: datetime | None) -> None:
    """It is due then, or at no time."""
    before = change.request.due_at
    data = {
        "due_at": due_at.isoformat() if due_at else None,
        "before": before.isoformat() if before else None,
    }
    change.write(EntryKind.NOTE, data=data)
    change.update(due_at=due_at)
