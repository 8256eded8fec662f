"""An open page that listens, what it may be told, and whether something that happened is for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from dispatch.sight.may_see import Placed, Sight, is_delegated, may_see
from dispatch.sight.viewer import Viewer

#: What the page is told: to look again; to ask who else is at the request that it shows.
CHANGE, PRESENCE = b"event: change\ndata: 1\n\n", b"event: presence\ndata: 1\n\n"


@dataclass(eq=False)
class Listener:
    """An open page of somebody; `changed` is set when it should look again."""

    viewer: Viewer
    session_id: int
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    #: What it is told of then.
    told: set[bytes] = field(default_factory=set)
    #: The version of the organisation by which they are who they are.
    version: int = 0
    #: Their session ended, or what they are did: the stream ends, and whoever may asks for it again.
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened to a request; whoever of staff had it before may see it no more when it was
    `handed_over`.
    """

    placed: Placed
    handed_over: bool


def concerns(moved: Moved, viewer: Viewer) -> bool:
    """Whether somebody is told of it. Of what was handed over all staff are, whose lists it may have left; an
    elected official of what is delegated to them, and of nothing else.
    """
    if not viewer.is_staff:
        return is_delegated(viewer, moved.placed)
    return moved.handed_over or may_see(viewer, moved.placed) is Sight.FULL
