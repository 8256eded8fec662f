"""The upload door: a page where a person who texted hands in photos, since French numbers take no MMS."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.requests import ClientDisconnect

from intake.doors.http.upload_pages import ASSETS, Pages
from intake.doors.http.upload_parts import PartsReceiver, ReceivedFile
from models.errors import TemporaryFailure
from models.settings.texts import UploadSettings

#: Uploads at once in one process; more are asked to come back.
MAX_AT_ONCE = 16
#: Uploads at once by one link: nobody keeps all places with one.
MAX_BY_ONE_LINK = 2
#: What boundaries and part headers may add to the files.
_OVERHEAD_BYTES = 65_536

log = structlog.get_logger(__name__)

#: Headers of every page of ours.
PROTECTION = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # The address is the key: it goes to nobody else and stays in no cache.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """What a link is for."""

    state: Literal["open", "used", "expired"]
    #: The request's, as people quote it.
    reference: str
    #: The person's language (`fr`, `en`).
    locale: str
    expires_at: datetime


class UploadStore(Protocol):
    """What keeps the links and takes the files. Called in threads; may raise TemporaryFailure."""

    def find_upload(self, token: str) -> Upload | None:
        """What the link is for; None when there is none (malformed, forged)."""

    def save(self, token: str, files: Sequence[ReceivedFile]) -> bool:
        """Hand the files over as a message of their request, durably, and close the link.

        False when the link was no longer open: nothing is kept then. Of two uploads at the same moment
        both are kept.
        """


def upload_router(
    settings: UploadSettings,
    store: UploadStore,
    town: str,
    timezone: str = "Europe/Paris",
    audit: str = "",
) -> APIRouter:
    """The page `/depot/TOKEN` (`?lang=fr|en`), without scripts or with them. With `audit`, its foot leads to
    the declaration of accessibility, which says so, and to what becomes of personal data.

    Answers: **200** the form, or thanks at `/merci`; **303** to `/merci` when the files are durable;
    **400** nothing chosen or unreadable; **404** no such link; **408** too slow; **410** expired or used;
    **413** too large or too many; **503** the store is away or too many uploads at once: the link stays open.
    """
    router = APIRouter()
    pages = Pages(town, settings.max_files, settings.max_file_bytes, audit)
    uploads_now: Counter[str] = Counter()

    def page(html: str, status: int = 200) -> Response:
        headers = dict(PROTECTION) | ({"Retry-After": "60"} if status == 503 else {})
        if status in (408, 413, 503):
            # What is left of the body must not be taken for another call.
            headers["Connection"] = "close"
        return HTMLResponse(html, status_code=status, headers=headers)

    def form(token: str, upload: Upload, lang: str, status: int = 200, error: str = "") -> Response:
        local_day = upload.expires_at.astimezone(ZoneInfo(timezone)).date()
        shown = format_date(local_day, "long", locale=lang)
        return page(pages.form(token, lang, upload.reference, local_day.isoformat(), shown, error), status)

    async def find(token: str) -> Upload | None:
        return await run_in_threadpool(store.find_upload, token) if len(token) <= 100 else None

    async def opened(token: str, wanted: str) -> tuple[Upload | None, str, Response | None]:
        """The open upload and the language, or the page that says why there is none."""
        try:
            upload = await find(token)
        except TemporaryFailure:
            lang = pages.language(wanted, "")
            return None, lang, page(pages.message(lang, "unavailable"), 503)
        lang = pages.language(wanted, upload.locale if upload else "")
        if upload is None:
            return None, lang, page(pages.message(lang, "unknown"), 404)
        if upload.state != "open":
            return upload, lang, page(pages.message(lang, upload.state, upload.reference), 410)
        return upload, lang, None

    @router.get("/depot/assets/{name}")
    async def asset(name: str) -> Response:
        if name not in ASSETS:
            return Response(status_code=404)
        headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
        return FileResponse(pages.directory / name, media_type=ASSETS[name], headers=headers)

    @router.get("/depot/{token}")
    async def show(token: str, lang: str = "") -> Response:
        upload, language, refusal = await opened(token, lang)
        if upload is None or refusal:
            return refusal or page(pages.message(language, "unknown"), 404)
        return form(token, upload, language)

    @router.get("/depot/{token}/merci")
    async def thanks(token: str, lang: str = "") -> Response:
        upload, language, refusal = await opened(token, lang)
        if upload and upload.state == "used":
            return page(pages.message(language, "done", upload.reference))
        return refusal or RedirectResponse(f"/depot/{token}?lang={language}", status_code=303)

    @router.post("/depot/{token}")
    async def take(request: Request, token: str, lang: str = "") -> Response:
        upload, language, refusal = await opened(token, lang)
        if refusal or upload is None:
            await _discard(request, settings)
            return refusal or page(pages.message(language, "unknown"), 404)
        again = partial(form, token, upload, language)
        if uploads_now.total() >= MAX_AT_ONCE or uploads_now[token] >= MAX_BY_ONE_LINK:
            return again(503, pages.text(language, "unavailable"))
        uploads_now[token] += 1
        try:
            with tempfile.TemporaryDirectory(prefix="guichet-depot-") as directory:
                receiver = PartsReceiver(
                    request.headers.get("content-type", ""),
                    Path(directory),
                    settings.max_files,
                    settings.max_file_bytes,
                )
                try:
                    await _receive(request, receiver, settings)
                finally:
                    receiver.close()
                if receiver.problem:
                    status = 400 if receiver.problem == "unreadable" else 413
                    return again(status, pages.text(language, receiver.problem))
                if not receiver.files:
                    return again(400, pages.text(language, "nothing_chosen"))
                if not await run_in_threadpool(store.save, token, tuple(receiver.files)):
                    return page(pages.message(language, "used", upload.reference), 410)
                log.info("upload.saved", files=len(receiver.files))
        except TemporaryFailure:
            return again(503, pages.text(language, "unavailable"))
        except TimeoutError:
            return again(408, pages.text(language, "failed"))
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            uploads_now.subtract([token])
            if not uploads_now[token]:
                del uploads_now[token]
        return RedirectResponse(f"/depot/{token}/merci?lang={language}", status_code=303, headers=PROTECTION)

    return router


async def _receive(request: Request, receiver: PartsReceiver, settings: UploadSettings) -> None:
    # Twice what is allowed is read, and thrown away, so that the browser shows our page and not its own.
    most = settings.max_files * settings.max_file_bytes + _OVERHEAD_BYTES
    received = 0
    blocks = request.stream()
    async with asyncio.timeout(settings.total_timeout_seconds):
        while True:
            try:
                async with asyncio.timeout(settings.read_timeout_seconds):
                    block = await anext(blocks)
            except StopAsyncIteration:
                break
            received += len(block)
            if received > most and not receiver.problem:
                receiver.problem = "too_large"
            if received > 2 * most:
                break
            await run_in_threadpool(receiver.feed, block)
    await run_in_threadpool(receiver.finish)


async def _discard(request: Request, settings: UploadSettings) -> None:
    received = 0
    try:
        async with asyncio.timeout(settings.read_timeout_seconds):
            async for block in request.stream():
                received += len(block)
                if received > settings.max_files * settings.max_file_bytes:
                    return
    except (TimeoutError, ClientDisconnect):
        return
