"""What a browser is shown where nothing answers: a page in its reader's language. Programs get JSON.

One page without data of anybody and without the database: it must be shown when everything else is away.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.exceptions import HTTPException

_DIRECTORY = Path(__file__).resolve().parents[3] / "templates" / "web"
_PROTECTION = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
#: Characters of a header of somebody's browser that are looked at.
_LOOKED_AT = 500
#: Title and sentences by status; 0 is for every other.
_SAID: dict[str, dict[int, tuple[str, ...]]] = {
    "fr": {
        403: (
            "Cette page ne vous est pas ouverte",
            "Vous n’avez pas le droit de faire cela, ou votre session est terminée. Revenez à la page "
            "précédente et rechargez-la.",
        ),
        404: (
            "Cette page n’existe pas",
            "Il n’y a rien à cette adresse. Si un lien de l’un de nos messages vous y a mené, copiez-le en "
            "entier dans la barre d’adresse\u00a0; sinon, répondez à ce message.",
        ),
        405: (
            "Cela ne peut pas se faire ici",
            "Cette adresse ne prend pas ce qui lui a été envoyé. Revenez à la page précédente et "
            "recommencez.",
        ),
        408: ("L’envoi a duré trop longtemps", "Rien n’a été pris. Réessayez avec une meilleure connexion."),
        413: (
            "L’envoi est trop gros",
            "Rien n’a été pris. Envoyez moins de fichiers, ou des photos plus petites.",
        ),
        500: (
            "Une erreur de notre part",
            "La page n’a pas pu être faite. L’erreur est notée\u00a0; réessayez plus tard.",
        ),
        503: ("Momentanément indisponible", "Réessayez dans une minute."),
        0: ("Cela n’a pas pu se faire", "Rien n’a été pris. Revenez à la page précédente et recommencez."),
    },
    "en": {
        403: (
            "This page is not open to you",
            "You may not do this, or your session has ended. Go back to the page before and reload it.",
        ),
        404: (
            "There is no such page",
            "Nothing is at this address. If a link in one of our messages led here, copy the whole of it "
            "into the address bar; otherwise answer that message.",
        ),
        405: (
            "This cannot be done here",
            "This address does not take what was sent to it. Go back to the page before and try again.",
        ),
        408: ("Sending took too long", "Nothing was taken. Try again with a better connection."),
        413: ("Too much was sent", "Nothing was taken. Send fewer files, or smaller photos."),
        500: ("A mistake of ours", "The page could not be made. The mistake is noted; try again later."),
        503: ("Not available just now", "Try again in a minute."),
        0: ("This could not be done", "Nothing was taken. Go back to the page before and try again."),
    },
}  # fmt: skip

#: Back to the pages of the counter, where there are any.
_HOME = {"fr": "Retour à l’accueil", "en": "Back to the start"}


def refuse_in_words(app: FastAPI, hall: str) -> None:
    """Have `app` answer whoever reads HTML with a page, where it would answer with bare JSON or no words.

    `hall` is the town hall's name, at the head of the page.
    """
    template = Environment(
        loader=FileSystemLoader(_DIRECTORY), autoescape=True, undefined=StrictUndefined
    ).get_template("suite.html")

    async def refused(request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, HTTPException)
        if not wants_a_page(request):
            return await http_exception_handler(request, wrong)
        return _page(template, hall, request, wrong.status_code, dict(wrong.headers or {}))

    async def crashed(request: Request, _: Exception) -> Response:
        if not wants_a_page(request):
            return PlainTextResponse("Internal Server Error", status_code=500)
        return _page(template, hall, request, 500, {})

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, crashed)


def wants_a_page(request: Request) -> bool:
    """Whether a person's browser asks, which names HTML in `Accept`; `*/*` alone is a program's."""
    return "text/html" in request.headers.get("accept", "")[:_LOOKED_AT].lower()


def _page(template: Template, hall: str, request: Request, status: int, headers: dict[str, str]) -> Response:
    lang = _language(request)
    home = _HOME[lang] if any(getattr(each, "path", "") == "/" for each in request.app.routes) else ""
    title, *words = _SAID[lang].get(status) or _SAID[lang][0]
    html = template.render(lang=lang, title=title, town=hall, reference="", paragraphs=words, home=home)
    return HTMLResponse(html, status_code=status, headers={**_PROTECTION, **headers})


def _language(request: Request) -> str:
    """`lang` of the address, else the language of the browser when it is one of ours; French failing that."""
    wanted = (request.query_params.get("lang", ""), request.headers.get("accept-language", "")[:2].lower())
    return next((each for each in wanted if each in _SAID), "fr")
