"""What every door that an SMS provider calls has in common: bodies are bounded, nothing is answered before it
is durable, and each call turned away is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from intake.ledger.arrival import Arrival
from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)


class Accept(Protocol):
    """Makes an arrival durable and gives its ledger id; the same door key again gives the same id.

    Raises TemporaryFailure when it could not.
    """

    def __call__(self, arrival: Arrival) -> Awaitable[int]: ...


class OnRejected(Protocol):
    """Told of each call turned away, to count it and to alert when it happens again and again.

    `reason` is one word (`peer`, `signature`, `unsigned`, `mapping`, `too_large`, `too_slow`, `type`,
    `unreadable`, `ledger`). Must not block.
    """

    def __call__(self, reason: str, path: str, peer: str) -> None: ...


class Refusal(Exception):  # an answer on its way out, not an error
    """A call is turned away with this status; `reason` is one of the words of OnRejected."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def answered(
    request: Request, take: Callable[[Request], Awaitable[Response]], on_rejected: OnRejected
) -> Response:
    """What `take` answers; a refusal of it is logged, told, and answered with its status alone."""
    try:
        return await take(request)
    except Refusal as refusal:
        path = request.scope["path"]
        log.warning("sms.rejected", reason=refusal.reason, path=path, status=refusal.status)
        on_rejected(refusal.reason, path, peer_of(request))
        headers = {"Retry-After": "30"} if refusal.status == 503 else {}
        # Before the body was read to its end, what is left of it must not be taken for the next call.
        if refusal.status in (403, 408, 413, 415):
            headers["Connection"] = "close"
        return Response(status_code=refusal.status, headers=headers)


async def store(accept: Accept, request: Request, arrival: Arrival) -> None:
    """Make a call durable. Raises Refusal when the ledger is away."""
    try:
        ledger_id = await accept(arrival)
    except TemporaryFailure as wrong:
        raise Refusal(503, "ledger") from wrong
    log.info("sms.accepted", ledger_id=ledger_id, path=request.scope["path"])


def peer_of(request: Request) -> str:
    """Who calls: the address at the other end, whom a proxy of ours names."""
    return request.client.host if request.client else ""


async def body_of(request: Request, most_bytes: int, seconds: float) -> bytes:
    """The whole body. Raises Refusal when it is longer, or takes longer, than that."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > most_bytes:
        raise Refusal(413, "too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for block in request.stream():
                body += block
                if len(body) > most_bytes:
                    raise Refusal(413, "too_large")
    except TimeoutError as wrong:
        raise Refusal(408, "too_slow") from wrong
    except ClientDisconnect as wrong:
        raise Refusal(400, "unreadable") from wrong
    return bytes(body)
