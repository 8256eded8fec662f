"""The webhook door of any other SMS provider: texts and delivery receipts, read as the settings say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response

from intake.doors.http.gateway_proof import Proof
from intake.doors.http.provider_calls import Accept, OnRejected, Refusal, answered, body_of, peer_of, store
from intake.ledger.arrival import Arrival
from intake.sms.gateway_call import Item, read_items, receipt_in, text_in
from models.errors import InvalidValue
from models.settings.sms_calls import GATEWAY_MESSAGE_PATH, GATEWAY_RECEIPT_PATH
from models.settings.texts import SmsDoorSettings
from models.tables.ledger import Door

log = structlog.get_logger(__name__)
#: What makes of each text or receipt of a call the arrival it is.
_Reader = Callable[[Request, Item], Arrival]


def gateway_router(
    door: SmsDoorSettings,
    name: str,
    proof: Proof,
    accept: Accept,
    on_rejected: OnRejected,
    now: Callable[[], datetime],
) -> APIRouter:
    """The routes that the provider `name` calls, those of the two that the settings describe.

    Every answer:

    - **200** with the settings' `answer`: all texts or receipts of the call are durable in the ledger. The
      same one again is the same ledger row and gets the same answer.
      One of several with nothing where the settings say is left out, and told like a refusal.
    - **400**: proved, but nothing in any of it where the settings say. Nothing is stored; it is told like a
      refusal, because our settings may be wrong.
    - **403**: from elsewhere, without the secret word, unsigned or wrongly signed. Nothing is stored.
    - **408**, **413**: the body did not come in time, or is too long. **415**: neither JSON nor a form.
    - **503** with Retry-After: the ledger could not store it; providers call again.
    """
    settings = door.gateway
    assert settings is not None
    router = APIRouter()

    async def items_of(request: Request) -> list[Item]:
        proof.check_before_body(request)
        body = await body_of(request, door.max_body_bytes, door.read_timeout_seconds)
        proof.check(request, body)
        query = request.scope["query_string"].decode("latin-1") if proof.covers_query else ""
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            return read_items(settings, content_type, body, query, most_fields=door.max_fields)
        except InvalidValue as wrong:
            raise Refusal(415 if wrong.reason == "type" else 400, wrong.reason or "mapping") from wrong

    def taker(read: _Reader) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            items = await items_of(request)
            arrivals, unread = [], 0
            for item in items:
                try:
                    arrivals.append(read(request, item))
                except InvalidValue:
                    unread += 1
            if not arrivals:
                raise Refusal(400, "mapping")
            for arrival in arrivals:
                await store(accept, request, arrival)
            # One that cannot be read must not lose the others of its call; it is told like a refusal.
            for _ in range(unread):
                log.warning("sms.rejected", reason="mapping", path=request.scope["path"], status=200)
                on_rejected("mapping", request.scope["path"], peer_of(request))
            return Response(settings.answer, media_type="text/plain")

        return take

    def message_of(request: Request, item: Item) -> Arrival:
        text = text_in(settings, name, item, now().date())
        return Arrival(
            door=Door.SMS,
            door_name=name,
            raw=text.kept,
            received_at=now(),
            envelope_from=text.sender,
            recipients=(text.to,) if text.to else (),
            peer=peer_of(request),
            door_key=text.key,
        )

    def receipt_of(request: Request, item: Item) -> Arrival:
        receipt = receipt_in(settings, name, item)
        return Arrival(
            door=Door.RECEIPTS,
            door_name=name,
            raw=receipt.kept,
            received_at=now(),
            peer=peer_of(request),
            door_key=receipt.key,
            door_facts={"carrier": name, "form": "kept"},
        )

    def open_at(path: str, read: _Reader) -> None:
        take = taker(read)

        @router.api_route(path, methods=["GET", "POST"])
        async def call(request: Request) -> Response:
            return await answered(request, take, on_rejected)

    if settings.message_from_path:
        open_at(GATEWAY_MESSAGE_PATH, message_of)
    if settings.receipt_status_path:
        open_at(GATEWAY_RECEIPT_PATH, receipt_of)
    return router
