"""What pages are made of beside their words: style, script, logo. Nobody else's server is ever asked."""

from __future__ import annotations

from fastapi import APIRouter, Response

from dispatch.web.frame.board import Board
from dispatch.web.frame.look import ASSETS

_HEADERS = {"Cache-Control": "public, max-age=604800, immutable", "X-Content-Type-Options": "nosniff"}


def asset_routes(board: Board) -> APIRouter:
    """`/pages/NAME`. Answers: **200** the file, under a new address when it changes; **404** none such."""
    router = APIRouter()
    types = {**ASSETS, "ville.css": "text/css"}

    @router.get("/pages/{name}", include_in_schema=False)
    async def asset(name: str) -> Response:
        if name == "logo" and board.look.logo:
            return Response(board.look.logo, media_type=board.look.logo_type, headers=_HEADERS)
        if name not in types:
            return Response(status_code=404)
        return Response(board.look.assets[name], media_type=types[name], headers=_HEADERS)

    return router
