"""The door for programs and browsers: health, webhooks, uploads, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fastapi import APIRouter

from cli.office import Office
from cli.service.seeing.health import checks, warnings
from dispatch.letters.parts.exercise import with_banner
from dispatch.upkeep.loop import Loop
from intake.doors.handed import Handed
from intake.doors.http.banner import Banner
from intake.doors.http.descriptors import share_for_http
from intake.doors.http.server import HttpDoor, make_app
from intake.ledger.room import Room
from models.sandbox import is_sandbox


def http_door(
    office: Office,
    loops: Callable[[], Iterable[Loop]],
    routers: Sequence[APIRouter],
    *,
    room: Room,
    doors: Callable[[], str],
    hall: str,
    handed: Handed,
) -> HttpDoor | None:
    """The HTTP door, not yet listening; None when the settings want none. Mail keeps its descriptors. `doors`
    says why not all of them are open; `hall` is the town hall's name.
    """
    settings = office.settings
    if not settings.doors.http.enabled:
        return None
    app = make_app(checks(office, loops, room, doors), routers, warnings=warnings(office), hall=hall)
    if is_sandbox(settings):
        app.add_middleware(Banner, marked=with_banner)
    return HttpDoor(
        settings.doors.http, app, most_connections=share_for_http(settings), handed=handed.get("http")
    )
