"""The page behind a text that was too long: the whole of what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.doors.http.upload import PROTECTION
from models.errors import TemporaryFailure

_DIRECTORY = Path(__file__).resolve().parents[2] / "templates" / "web"
_TITLES = {
    "fr": ("Message de la mairie", "Ce message n’est plus là."),
    "en": ("Message of the town hall", "This message is gone."),
}


@dataclass(frozen=True, slots=True)
class FullText:
    """What the page shows, in the language `locale`."""

    text: str
    reference: str
    locale: str


def full_text_router(find: Callable[[str], FullText | None], town: str) -> APIRouter:
    """The page `/suite/TOKEN`.

    Answers: **200** the text; **404** no such page, or expired; **503** the database is away.
    """
    router = APIRouter()
    template = Environment(
        loader=FileSystemLoader(_DIRECTORY), autoescape=True, undefined=StrictUndefined
    ).get_template("suite.html")

    @router.get("/suite/{token}")
    async def show(token: str) -> Response:
        try:
            found = await run_in_threadpool(find, token) if len(token) <= 100 else None
        except TemporaryFailure as wrong:
            raise HTTPException(503, headers={"Retry-After": "60"}) from wrong
        locale = found.locale if found is not None and found.locale in _TITLES else "fr"
        title, gone = _TITLES[locale]
        html = template.render(
            lang=locale,
            title=title,
            town=town,
            reference=found.reference if found else "",
            paragraphs=(found.text if found else gone).split("\n"),
        )
        return HTMLResponse(html, status_code=200 if found else 404, headers=PROTECTION)

    return router
