"""What makes the counter an application of a telephone: manifest, worker, icons, the page of what waits."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from dispatch.web.field.icons import ICONS, icon
from dispatch.web.field.keeping import kept, sealing
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import form_token
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit

_OPEN = Route("anybody")
#: Of what belongs to nobody: it may be asked for again, and changes with the program.
_FRESH = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
#: A worker may call this counter and nothing else.
_WORKER = {**_FRESH, "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'"}
#: What every page of staff is drawn with, kept by the worker when it is installed.
SHELL = ("board.css", "ville.css", "board.js", "live.js", "field.js")


def field_routes(board: Board) -> APIRouter:
    """`/manifest.webmanifest`, `/sw.js`, `/icones/NAME`, `/hors-ligne`, `/hors-ligne/moi`.

    Answers: **200** what was asked for; **404** no such icon, and `/hors-ligne/moi` for those of whom nothing
    is kept; **303** from there to signing in.
    """
    router = APIRouter()
    serve(router, board, "/manifest.webmanifest", _manifest, "GET", _OPEN)
    serve(router, board, "/sw.js", _worker, "GET", _OPEN)
    serve(router, board, "/icones/{name}", _icon, "GET", _OPEN)
    serve(router, board, "/hors-ligne", _without_network, "GET", _OPEN)
    serve(router, board, "/hors-ligne/moi", _me, "GET")
    return router


def _manifest(visit: Visit) -> Response:
    town, web = visit.organisation.town, visit.board.settings.web
    version = visit.board.look.version
    icons = [
        {
            "src": f"/icones/{name}?v={version}",
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": "maskable" if name == "icone-pleine.png" else "any",
        }
        for name, side in ICONS.items()
    ]
    manifest: dict[str, Any] = {
        "id": "/",
        "name": town.hall(visit.lang),
        "short_name": town.name[:30],
        "lang": visit.lang,
        "start_url": "/bureau",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": web.colour,
        "icons": icons,
    }
    return Response(json.dumps(manifest, ensure_ascii=False), 200, _FRESH, "application/manifest+json")


def _worker(visit: Visit) -> Response:
    look = visit.board.look
    shell = [f"/pages/{name}?v={look.version}" for name in SHELL]
    if look.logo:
        shell.append(f"/pages/logo?v={look.version}")
    values = json.dumps({"version": look.version, "shell": shell})
    source = look.assets["sw.js"].decode().replace('"SHELL"', values, 1)
    return Response(source, 200, _WORKER, "text/javascript")


def _icon(visit: Visit) -> Response:
    name, board = visit.parts["name"], visit.board
    if name not in ICONS:
        raise NotHere
    drawn = icon(name, visit.organisation.town.name, board.settings.web.colour, board.look.logo)
    return Response(drawn, 200, {**_FRESH, "Cache-Control": "public, max-age=604800"}, "image/png")


def _without_network(visit: Visit) -> Response:
    """What waits on this telephone, and what is kept there. Of itself the page says nothing of anybody: the
    worker keeps one that was made for nobody, and the script fills in the rest.
    """
    return visit.page("offline.html", section="offline")


def _me(visit: Visit) -> Response:
    """Who is signed in, as their telephone needs it: the token of forms, and the key of what waits there."""
    if not visit.keeps:
        raise NotHere
    name, key = sealing(visit)
    told = {"jeton": form_token(visit.secret()), "qui": name, "cle": key}
    return kept(visit, JSONResponse(told, 200, PROTECTION))
