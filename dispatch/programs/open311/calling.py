"""From a call by Open311 to its answer: format, jurisdiction, key and rights, and errors as its clients read
them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import anyio
import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from dispatch.programs.keys import Program, find_program, note_use
from dispatch.programs.open311.written import TYPES, write
from dispatch.programs.rates import Rates, peer_of, retry_after
from dispatch.web.frame.address import answer_at
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import Form, Turns, Unreadable, read_form
from models.errors import TemporaryFailure
from models.organisation import Organisation, RequestType
from models.store.looking.reads import TooMuchToLookAt
from models.store.organisations import InForce
from models.tables.programs.keys import ProgramKind

log = structlog.get_logger(__name__)
BASE = "/open311/v2"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
#: Calls without a key, and calls with a wrong one, of one peer in a minute.
MOST_OF_A_PEER, MOST_WRONG = 60, 10


class Wrong(Exception):
    """The call is refused: status and a sentence for whoever made the client."""

    def __init__(self, status: int, description: str, seconds: float = 0.0) -> None:
        super().__init__(description)
        self.status, self.description, self.seconds = status, description, seconds


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `program` is None without a key."""

    board: Board
    in_force: InForce
    now: datetime
    peer: str
    form: str
    program: Program | None
    parts: Mapping[str, str]
    query: Mapping[str, str]
    sent: Form = field(default_factory=Form)

    @property
    def organisation(self) -> Organisation:
        return self.in_force.organisation

    @property
    def trace(self) -> str:
        return self.program.trace if self.program is not None else "open311:public"

    def value(self, name: str) -> str:
        """A value of the form, else of the address."""
        return self.sent.text(name).strip() or self.query.get(name, "").strip()

    def require(self, right: str) -> Program:
        """The program, when its key gives it that right. Raises Wrong."""
        if self.program is None:
            raise Wrong(403, "api_key is missing.")
        if right not in self.program.may:
            raise Wrong(403, f"This api_key does not allow this ({right}).")
        return self.program

    def may_read(self) -> None:
        """Raises Wrong when requests are shown to whoever has a key alone, and this is none of them."""
        if self.program is not None or not self.board.settings.open311.public:
            self.require("read")

    @property
    def types(self) -> list[RequestType]:
        """The request types that others may post, as far as the key goes."""
        kinds = (each for each in self.organisation.request_types if each.open311 and not each.closed)
        return [each for each in kinds if self.program is None or self.program.sees(each.service)]

    @property
    def shown_types(self) -> list[RequestType]:
        """Those whose requests are shown."""
        return [each for each in self.types if each.open311 == "show"]

    def looked(self, subject: str, **data: object) -> None:
        """Trace what is shown, before it is. Raises TemporaryFailure."""
        self.board.accesses.record(self.now, self.trace, "read", subject, {**data, "peer": self.peer})

    def answer(self, name: str, value: Any, status: int = 200) -> Response:
        return Response(write(name, value, self.form), status, {**HEADERS, "Content-Type": TYPES[self.form]})


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is not known yet: `look` for it now and then, for so many seconds; then `otherwise`."""

    look: Callable[[], Response | None]
    otherwise: Response
    seconds: float


Handler = Callable[[Call], Response | Waiting]
EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Open311:
    """What the routes share."""

    board: Board
    calls: Rates
    peers: Rates
    wrong: Rates
    turns: Turns = field(default_factory=Turns)

    @classmethod
    def of(cls, board: Board) -> Open311:
        calls, peers, wrong = (
            Rates(most, 60.0, board.seconds)
            for most in (board.settings.open311.calls_per_minute, MOST_OF_A_PEER, MOST_WRONG)
        )
        return cls(board, calls, peers, wrong)

    def serve(self, router: APIRouter, path: str, handler: Handler, method: str = "GET") -> None:
        """Answer `method` on `path.xml` and `path.json` by `handler`, in a thread."""

        async def endpoint(request: Request) -> Response:
            form = request.path_params["form"]
            if form not in TYPES:
                return Response("Not Found", 404, HEADERS, media_type="text/plain")
            try:
                sent = await self._read(request) if method == "POST" else Form()
            except Wrong as wrong:
                return _wrong(form, wrong, closing=True)
            except Unreadable as unread:
                return _wrong(form, Wrong(unread.status, "The form could not be read."), closing=True)
            except ClientDisconnect:
                return Response(status_code=400)
            if sent.files and not self.board.has_room_for_files():
                return _wrong(form, Wrong(503, "Away for a moment: try again.", 30.0))
            turns = self.board.with_files if sent.files else self.board.limiter
            found = await anyio.to_thread.run_sync(self._answer, handler, request, form, sent, limiter=turns)
            return found if isinstance(found, Response) else await self._waited(found)

        answer_at(router, f"{path}.{{form}}", endpoint, method)

    async def _waited(self, waiting: Waiting) -> Response:
        """The answer as soon as it is there; no thread is kept for it."""
        ends_at = time.monotonic() + waiting.seconds
        while time.monotonic() < ends_at:
            try:
                found = await anyio.to_thread.run_sync(waiting.look, limiter=self.board.limiter)
            except (TemporaryFailure, TooMuchToLookAt):
                found = None
            if found is not None:
                return found
            await anyio.sleep(EVERY_SECONDS)
        return waiting.otherwise

    async def _read(self, request: Request) -> Form:
        """The form; of those with files a few at a time, and none of who called too often without a key that
        works: theirs may stand in the form itself. Raises Unreadable, Wrong 429.
        """
        peer = peer_of(request)
        if (seconds := max(each.wait(peer, take=False) for each in (self.peers, self.wrong))) > 0:
            raise Wrong(429, "Too many calls.", seconds)
        kind = request.headers.get("content-type", "")
        if not kind.startswith("multipart/"):
            return await read_form(request)
        uploads = self.board.settings.sms.uploads
        async with self.turns.next() as has_place:
            if not has_place:
                raise Unreadable(503)
            return await read_form(
                request, most_files=uploads.max_files, most_file_bytes=uploads.max_file_bytes
            )

    def _answer(self, handler: Handler, request: Request, form: str, sent: Form) -> Response | Waiting:
        trace = ["door:open311"]
        try:
            call = self._call(request, form, sent)
            trace[0] = call.trace
            return handler(call)
        except Wrong as wrong:
            if wrong.status in (403, 429):
                self._trace(trace[0], wrong, getattr(request.scope.get("route"), "path", ""))
            return _wrong(form, wrong)
        except TooMuchToLookAt:
            return _wrong(form, Wrong(503, "There is too much to look at: ask for less."))
        except TemporaryFailure as failed:
            log.warning("open311.unavailable", why=failed.private)
            return _wrong(form, Wrong(503, "Away for a moment: try again.", 30.0))
        except Exception as crashed:  # the edge of a call
            log.error("open311.crashed", error=type(crashed).__name__, exc_info=True)
            return _wrong(form, Wrong(500, "A mistake of ours; it was noted."))

    def _call(self, request: Request, form: str, sent: Form) -> Call:
        board, now = self.board, self.board.clock()
        peer = peer_of(request)
        query = {name: value[:2000] for name, value in request.query_params.items()}
        with board.reads.looking() as session:
            in_force = board.organisations.current(session).in_force
            call = Call(board, in_force, now, peer, form, None, dict(request.path_params), query, sent)
            secret = call.value("api_key")
            found = None
            if secret:
                if (seconds := self.wrong.wait(peer, take=False)) > 0:
                    raise Wrong(429, "Too many wrong keys.", seconds)
                found = find_program(session, ProgramKind.OPEN311, secret, now)
        if secret and found is None:
            self.wrong.wait(peer)
            raise Wrong(403, "api_key is wrong.")
        rates, caller = (self.calls, found.name) if found is not None else (self.peers, peer)
        if (seconds := rates.wait(caller)) > 0:
            raise Wrong(429, "Too many calls.", seconds)
        jurisdiction, ours = call.value("jurisdiction_id"), board.settings.open311.jurisdiction_id
        if jurisdiction and jurisdiction != ours:
            raise Wrong(404, "jurisdiction_id was not found.")
        if found is not None:
            note_use(board.database, found, now, peer)
        return replace(call, program=found)

    def _trace(self, trace: str, wrong: Wrong, path: str) -> None:
        log.info("open311.refused", status=wrong.status, path=path)
        if trace == "door:open311" and wrong.status == 429:
            return
        try:
            data = {"status": wrong.status, "path": path}
            self.board.accesses.record(self.board.clock(), trace, "refuse", "open311", data)
        except TemporaryFailure:
            log.warning("open311.refusal_not_traced")


def _wrong(form: str, wrong: Wrong, *, closing: bool = False) -> Response:
    # What is left of a body that was not read is not taken for the next call.
    headers = {**HEADERS, **({"Connection": "close"} if closing else {})}
    if wrong.seconds:
        headers["Retry-After"] = retry_after(wrong.seconds)
    body = write("errors", [{"code": str(wrong.status), "description": wrong.description}], form)
    return Response(body, wrong.status, {**headers, "Content-Type": TYPES[form]})
