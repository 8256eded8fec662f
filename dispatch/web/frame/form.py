"""What a browser sends: read within bounds, and only when it comes from a page of ours."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

#: A form without files: the longest answer and its fields.
MOST_BYTES = 400_000
#: Fields of one form, files apart.
MOST_FIELDS = 400
#: Longest value of a field, in characters.
MOST_CHARACTERS = 100_000
#: Longest time a form may take to arrive.
SECONDS = 60.0
#: Forms with files that one page reads at a time: their bytes are in memory until they are stored.
FORMS_WITH_FILES = 4
#: How long one more waits for its turn.
TURN_SECONDS = 10.0


class Unreadable(Exception):
    """The form cannot be read; `status` is the answer's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a form."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form; a name may come several times."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[SentFile, ...] = ()

    def text(self, name: str) -> str:
        """The field's value with line ends of ours; '' when it did not come."""
        found = self.fields.get(name, ("",))[0]
        return found.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")

    def line(self, name: str) -> str:
        """The field's value on one line."""
        return " ".join(self.text(name).split())


class Turns:
    """The forms with files of one page: a few at a time."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(FORMS_WITH_FILES)

    @asynccontextmanager
    async def next(self) -> AsyncIterator[bool]:
        """Whether there is a place, or was one soon enough; it is kept to the end."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._places.acquire()
            has_place = True
        except TimeoutError:
            has_place = False
        try:
            yield has_place
        finally:
            if has_place:
                self._places.release()


def is_small(request: Request) -> bool:
    """Whether the form is no larger than one without files: it is read whoever sends it, so that no word is
    lost.
    """
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= MOST_BYTES


async def read_form(request: Request, *, most_files: int = 0, most_file_bytes: int = 0) -> Form:
    """The form of a POST. Raises Unreadable: 411 no length, 413 too large, 400 no form, 408 too slow."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise Unreadable(411)
    most = MOST_BYTES + most_files * most_file_bytes
    if int(length) > most:
        raise Unreadable(413)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Unreadable(400)
    try:
        async with asyncio.timeout(SECONDS):
            data = await request.form(max_files=most_files, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
            try:
                return await _form(data.multi_items(), most_file_bytes)
            finally:
                await data.close()
    except TimeoutError as wrong:
        raise Unreadable(408) from wrong
    except (HTTPException, MultiPartException) as wrong:
        raise Unreadable(400) from wrong


async def _form(items: list[tuple[str, UploadFile | str]], most_file_bytes: int) -> Form:
    fields: dict[str, tuple[str, ...]] = {}
    files: list[SentFile] = []
    for name, value in items:
        if isinstance(value, str):
            fields[name] = (*fields.get(name, ()), value[:MOST_CHARACTERS])
            continue
        content = await value.read()
        if len(content) > most_file_bytes:
            raise Unreadable(413)
        if content:
            files.append(SentFile(value.filename or "", value.content_type or "", content))
    return Form(fields, tuple(files))


def comes_from_us(request: Request, ours: str) -> bool:
    """Whether a POST was sent by a page of ours: what browsers say themselves, no page can forge.

    `Sec-Fetch-Site` decides; browsers without it must name our origin: `ours`, or that of the call itself.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and origin in (ours, f"{request.url.scheme}://{request.headers.get('host', '')}")


def form_token(secret: str) -> str:
    """What each form carries: made of a cookie's (or a link's) secret, so that only its holder has it."""
    return hmac.new(secret.encode("utf-8", "replace"), b"guichet form", hashlib.sha256).hexdigest()[:32]


def is_token_of(secret: str, token: str) -> bool:
    return bool(secret) and hmac.compare_digest(form_token(secret).encode(), token.encode("utf-8", "replace"))


def session_mark(secret: str, role: str) -> str:
    """By what a session is told from others where its secret must not be: another one once its person has
    another role.
    """
    asked = b"guichet session " + role.encode()
    return hmac.new(secret.encode("utf-8", "replace"), asked, hashlib.sha256).hexdigest()[:24]
