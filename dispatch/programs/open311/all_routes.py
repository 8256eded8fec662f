"""The routes of Open311, when the settings open them."""

from __future__ import annotations

from fastapi import APIRouter

from dispatch.programs.open311.calling import Open311
from dispatch.programs.open311.listing import listing_routes
from dispatch.programs.open311.posting import posting_routes
from dispatch.programs.open311.services import service_routes
from dispatch.programs.open311.updates import update_routes
from dispatch.web.frame.board import Board


def open311_routers(board: Board) -> list[APIRouter]:
    """The routers; none while it is off."""
    if not board.settings.open311.enabled:
        return []
    server = Open311.of(board)
    makers = (service_routes, listing_routes, posting_routes, update_routes)
    return [make(server) for make in makers]
