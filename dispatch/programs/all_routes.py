"""Every route that other programs call, in one list."""

from __future__ import annotations

from fastapi import APIRouter

from dispatch.programs.api.all_routes import api_routers
from dispatch.programs.open311.all_routes import open311_routers
from dispatch.web.frame.board import Board


def program_routers(board: Board) -> list[APIRouter]:
    """The routers of all interfaces for programs, for the HTTP door."""
    return [*api_routers(board), *open311_routers(board)]
