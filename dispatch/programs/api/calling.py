"""From a call to its answer: who calls is found first, and every call and refusal leaves a trace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import anyio
import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from dispatch.programs.api.calls import Call, Given
from dispatch.programs.api.problems import HEADERS, Problem, not_here, too_many
from dispatch.programs.keys import find_program, is_open, note_use
from dispatch.programs.rates import Rates, peer_of
from dispatch.sight.viewer import program_viewer
from dispatch.web.entering.attempts import Visitor
from dispatch.web.frame.address import answer_at
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import MOST_BYTES, Turns
from dispatch.web.frame.visit import NotHere, Visit
from models.errors import TemporaryFailure, UserError
from models.store.looking.reads import TooMuchToLookAt
from models.tables.programs.keys import ProgramKind

log = structlog.get_logger(__name__)
#: Longest time a body may take to arrive, and calls with a wrong token of one peer in five minutes.
SECONDS, MOST_STRANGERS = 60.0, 30


Handler = Callable[[Call], Given | Response]
After = Callable[[Call, Given], Awaitable[Given]]


@dataclass(frozen=True)
class Api:
    """What the routes of the API share."""

    board: Board
    calls: Rates
    creations: Rates
    strangers: Rates
    turns: Turns = field(default_factory=Turns)

    @classmethod
    def of(cls, board: Board) -> Api:
        wanted, clock = board.settings.api, board.seconds
        return cls(
            board,
            Rates(wanted.calls_per_minute, 60.0, clock),
            Rates(wanted.creations_per_hour, 3600.0, clock),
            Rates(MOST_STRANGERS, 300.0, clock),
        )

    def serve(
        self,
        router: APIRouter,
        path: str,
        handler: Handler,
        method: str,
        right: str,
        after: After | None = None,
    ) -> None:
        """Answer `method` on `path` by `handler`, in a thread, for tokens with that right. `after` runs on
        the event loop, and may wait.
        """

        async def endpoint(request: Request) -> Response:
            entered = await self._run(self._guarded, request, "", lambda: self._enter(right, request))
            if isinstance(entered, Response):
                return _closing(entered)
            try:
                async with self.turns.next() if _is_large(request) else nullcontext(True) as has_place:
                    if not has_place:
                        return _closing(Problem(503, "busy", "Too many large calls at once.").answer())
                    call = replace(
                        entered, body=await _read_body(request, self.board.settings.api.body_bytes)
                    )
                    found = await self._done(request, handler, call)
            except ClientDisconnect:
                return Response(status_code=400)
            except Problem as wrong:
                return _closing(await self._run(self._refused, request, wrong, entered.program.trace))
            if after is not None and isinstance(found, Given):
                found = await after(call, found)
            return _written(found)

        answer_at(router, path, endpoint, method)

    async def _done(self, request: Request, handler: Handler, call: Call) -> Any:
        """What comes of the call, whose files wait for the antivirus in turns of their own."""
        has_files = b'"files"' in call.body
        if has_files and not self.board.has_room_for_files():
            raise Problem(503, "busy", "Too many calls with files at once.")
        turns = self.board.with_files if has_files else self.board.limiter
        return await anyio.to_thread.run_sync(
            self._guarded, request, call.program.trace, lambda: handler(call), limiter=turns
        )

    async def _run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await anyio.to_thread.run_sync(function, *arguments, limiter=self.board.limiter)

    def _guarded(self, request: Request, trace: str, step: Callable[[], Any]) -> Any:
        """What the step gives, or the answer to what goes wrong in it, which is traced."""
        try:
            return step()
        except Problem as wrong:
            return self._refused(request, wrong, trace)
        except NotHere:
            return self._refused(request, not_here(), trace)
        except TooMuchToLookAt:
            much = Problem(503, "too_much", "There is too much to look at: ask for less.")
            return self._refused(request, much, trace)
        except TemporaryFailure as failed:
            log.warning("api.unavailable", why=failed.private)
            return Problem(
                503, "away", "The service is away; try again.", headers={"Retry-After": "30"}
            ).answer()
        except UserError as asked:
            return self._refused(request, Problem(422, "asked", asked.public), trace)
        except Exception as crashed:  # the edge of a call
            log.error("api.crashed", error=type(crashed).__name__, exc_info=True)
            return Problem(500, "crashed", "A mistake of ours; it was noted.").answer()

    def _enter(self, right: str, request: Request) -> Call:
        """Who calls, when they may. Raises Problem 429 or 403, or as `_call` does."""
        call = self._call(request)
        try:
            if (seconds := self.calls.wait(call.program.trace)) > 0:
                raise too_many(seconds, "calls in a minute")
            if right not in call.program.may:
                raise Problem(
                    403, "right", f"This token may not {right}: ask the town hall for one that may."
                )
        except Problem as wrong:
            wrong.by = call.program.trace
            raise
        return call

    def _call(self, request: Request) -> Call:
        """Who calls. Raises Problem: 401 without a token that works, 404 when no token ever could."""
        board, now = self.board, self.board.clock()
        peer = peer_of(request)
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        with board.reads.looking() as session:
            in_force = board.organisations.current(session).in_force
            secret = secret.strip() if scheme.lower() == "bearer" else ""
            found = None
            if not self.strangers.wait(peer, take=False):
                found = find_program(session, ProgramKind.API, secret, now)
            if found is None and not is_open(session, ProgramKind.API, now):
                raise Problem(404, "closed", "Not Found")
        if found is None:
            if (seconds := self.strangers.wait(peer)) > 0:
                raise too_many(seconds, "calls without a token that works")
            headers = {"WWW-Authenticate": 'Bearer realm="guichet"'}
            raise Problem(
                401, "token", "Authorization: Bearer TOKEN is needed; see docs/api.md", headers=headers
            )
        note_use(board.database, found, now, peer)
        lang = board.look.language(request.headers.get("accept-language", "")[:2].lower(), "en")
        visit = Visit(
            board=board,
            now=now,
            in_force=in_force,
            viewer=program_viewer(in_force.organisation, found.trace, found.services),
            visitor=Visitor(browser="", peer=peer, lang=lang),
            lang=lang,
            address=request.url.path,
            parts={name: value[:100] for name, value in request.path_params.items()},
        )
        return Call(visit, found, dict(request.query_params), request.headers)

    def _refused(self, request: Request, problem: Problem, trace: str) -> Response:
        """The answer of a refusal, which is traced; a flood of strangers is not."""
        trace = trace or problem.by
        path = getattr(request.scope.get("route"), "path", "")
        log.info("api.refused", status=problem.status, why=problem.why, path=path)
        if trace or problem.why not in ("rate", "closed"):
            try:
                data = {"status": problem.status, "why": problem.why, "path": path}
                self.board.accesses.record(self.board.clock(), trace or "door:api", "refuse", "api", data)
            except TemporaryFailure:
                log.warning("api.refusal_not_traced")
        return problem.answer()


def _written(found: Given | Response) -> Response:
    if isinstance(found, Response):
        return found
    text = json.dumps(found.value, ensure_ascii=False, default=_plain)
    headers = {**HEADERS, **found.headers}
    return Response(text.encode(), found.status, headers, media_type="application/json")


def _plain(value: object) -> str:
    """Times as commands write them: ISO 8601."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(type(value).__name__)


async def _read_body(request: Request, most: int) -> bytes:
    """The body, within bounds. Raises Problem 408 or 413."""
    if request.method == "GET":
        return b""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise Problem(413, "size", f"A call has at most {most} octets.")
    kept = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                kept += chunk
                if len(kept) > most:
                    raise Problem(413, "size", f"A call has at most {most} octets.")
    except TimeoutError as wrong:
        raise Problem(408, "slow", "The body did not come in time.") from wrong
    return bytes(kept)


def _is_large(request: Request) -> bool:
    """Whether the body may be more than a form's: only a few of those are in memory at a time."""
    length = request.headers.get("content-length", "")
    return request.method != "GET" and not (length.isdecimal() and int(length) <= MOST_BYTES)


def _closing(answer: Response) -> Response:
    """What is left of a body that was not read is not taken for the next call."""
    answer.headers["Connection"] = "close"
    return answer
