"""What somebody may see of one request: the only place where that is decided (pure)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch.sight.viewer import Viewer
from models.vocabulary import StaffRole


class Sight(StrEnum):
    """How much of a request is seen: nothing; what its requester may read; everything in it."""

    NONE = "none"
    PUBLIC = "public"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Placed:
    """What rights depend on in a request; parts by their keys."""

    requester_id: int
    service: str | None = None
    assignee: str | None = None
    building: str | None = None
    #: Agents who have a task of it, done or not.
    task_agents: Collection[str] = ()


def may_see(viewer: Viewer, request: Placed) -> Sight:
    """What `viewer` sees of `request`; everything for whoever works on it, their own words for who asked, and
    for the elected official to whom it is delegated what its requester may read, under what their delegation
    hides (`dispatch.people.unnamed`).

    `dispatch.sight.conditions` says the same to the database; a test compares the two.
    """
    if _works_on(viewer, request):
        return Sight.FULL
    if viewer.person_id is not None and viewer.person_id == request.requester_id:
        return Sight.PUBLIC
    return Sight.PUBLIC if is_delegated(viewer, request) else Sight.NONE


def may_know(viewer: Viewer, requests: Iterable[Placed]) -> bool:
    """Whether `viewer` may look up the person who made these `requests`: whoever works on one of them, and
    administrators.

    `dispatch.sight.conditions.knows` says the same to the database; a test compares the two.
    """
    return viewer.role is StaffRole.ADMINISTRATOR or any(_works_on(viewer, each) for each in requests)


def is_delegated(viewer: Viewer, request: Placed) -> bool:
    """Whether the request is part of the delegation of an elected official."""
    theirs = viewer.official
    return theirs is not None and (request.service in theirs.services or request.building in theirs.buildings)


def _works_on(viewer: Viewer, request: Placed) -> bool:
    if not viewer.is_staff:
        return False
    if viewer.role is StaffRole.ADMINISTRATOR:
        return True
    if request.assignee in viewer.holders or not viewer.holders.isdisjoint(request.task_agents):
        return True
    if request.building in viewer.keeps or request.service in viewer.services:
        return True
    return request.service is None and viewer.sorts
