"""What is corrected of a request: its place, its type, its tags, how urgent it is, when it is due.

What it is so already is no change, and leaves no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from dispatch.history.change import Change
from models.errors import InvalidValue
from models.folding import slug
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow

_requests = table_of(RequestRow)
#: Tags of one request; characters of each, as those that rules give have.
MOST_TAGS, LONGEST_TAG = 20, 64
_BETWEEN_TAGS = re.compile(r"[,;\n]")


def set_building(change: Change, building: str | None) -> None:
    """It is about that building, whose key must exist; None: about none."""
    if building == change.request.building:
        return
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
    if request_type == change.request.request_type:
        return
    change.write(EntryKind.NOTE, data={"type": request_type, "before": change.request.request_type})
    workflow = change.organisation.workflow_of(request_type)
    same = workflow.state(change.request.state)
    if same is not None and same.kind == change.request.kind:
        change.update(request_type=request_type, workflow=workflow.key)
    else:
        change.update(request_type=request_type)


def set_priority(change: Change, priority: str) -> None:
    """It is that urgent (models.vocabulary.Priority)."""
    query = sa.select(_requests.c.priority).where(_requests.c.id == change.request.id)
    before = change.session.connection().execute(query).scalar_one()
    if priority == before:
        return
    change.write(EntryKind.NOTE, data={"priority": priority, "before": before})
    change.session.connection().execute(
        sa.update(_requests).where(_requests.c.id == change.request.id).values(priority=priority)
    )
    change.update()


def set_due(change: Change, due_at: datetime | None) -> None:
    """It is due then, or at no time; what was left when the clock stood still for somebody counts no more."""
    before = change.request.due_at
    if due_at == before and change.request.due_left_hours is None:
        return
    data = {
        "due_at": due_at.isoformat() if due_at else None,
        "before": before.isoformat() if before else None,
    }
    change.write(EntryKind.NOTE, data=data)
    change.update(due_at=due_at, due_left_hours=None)


def read_tags(written: str) -> tuple[str, ...]:
    """The tags that are written between commas, semicolons or on lines of their own, each once, in their
    order, as rules write theirs: « Nid de poule » is `nid-de-poule`.

    Raises InvalidValue for one that is too long, and for too many. Linear in `written`.
    """
    found = tuple(dict.fromkeys(filter(None, map(slug, _BETWEEN_TAGS.split(written)))))
    if any(len(each) > LONGEST_TAG for each in found):
        raise InvalidValue(f"A tag has at most {LONGEST_TAG} characters.")
    if len(found) > MOST_TAGS:
        raise InvalidValue(f"A request has at most {MOST_TAGS} tags.")
    return found


def tags_of(change: Change) -> tuple[str, ...]:
    """The tags of the request, in the order in which they were given."""
    query = sa.select(_requests.c.tags).where(_requests.c.id == change.request.id)
    return tuple(change.session.connection().execute(query).scalar() or ())


def change_tags(change: Change, add: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the request tags, and take others from it: those it has now. What it has so already is no change,
    and leaves no line. Raises InvalidValue for too many.
    """
    before, taken = tags_of(change), frozenset(remove)
    tags = tuple(each for each in dict.fromkeys((*before, *add)) if each not in taken)
    if tags == before:
        return tags
    if len(tags) > max(MOST_TAGS, len(before)):
        raise InvalidValue(f"A request has at most {MOST_TAGS} tags.")
    change.write(EntryKind.NOTE, data={"tags": list(tags), "before": list(before)})
    change.session.connection().execute(
        sa.update(_requests).where(_requests.c.id == change.request.id).values(tags=list(tags))
    )
    change.update()
    return tags
