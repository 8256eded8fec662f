"""The webhook door: text messages and delivery receipts that Twilio brings by HTTP."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from intake.doors.http.provider_calls import (
    Accept,
    OnRejected,
    Refusal,
    answered,
    body_of,
    peer_of,
    store,
)
from intake.doors.http.twilio_signature import SETTINGS_HEADER, SIGNATURE_HEADER, SignatureCheck
from intake.ledger.arrival import Arrival
from intake.sms.form import read_form
from intake.sms.twilio_receipt import read_twilio_receipt
from models.errors import InvalidValue
from models.settings.sms_carriers import TWILIO_STATUS_PATH
from models.settings.texts import TwilioDoorSettings

MESSAGE_PATH = "/sms/twilio"
FALLBACK_PATH = "/sms/twilio/fallback"
_NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


def twilio_router(
    settings: TwilioDoorSettings, accept: Accept, on_rejected: OnRejected, now: Callable[[], datetime]
) -> APIRouter:
    """The routes Twilio calls. Set the message and fallback URL of the number, and leave status to the
    carrier.

    Every answer, on the three paths:

    - **200** with empty TwiML (messages) or **204** (receipts): the form is durable in the ledger. A message
      or receipt that comes again, on whichever path, is the same ledger row and gets the same answer.
    - **400**: signed by Twilio, but no message or receipt in it. Nothing is stored.
    - **403**: signature absent or wrong. Nothing is stored.
    - **405**: another method than POST.
    - **408**: the body did not come within `read_timeout_seconds`.
    - **413**: longer than `max_body_bytes`.
    - **415**: neither a form nor JSON.
    - **503** with Retry-After: the ledger could not store it. Twilio then calls the fallback URL once; what
      stays lost is fetched by the reconciliation.
    """
    check = SignatureCheck(
        [token.get_secret_value() for token in settings.auth_tokens],
        {name: key.get_secret_value() for name, key in settings.shared_keys.items()},
        settings.max_fields,
    )
    router = APIRouter()

    async def receive(request: Request, public_url: str) -> bytes:
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not signature:
            raise Refusal(403, "unsigned")
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type not in (_FORM, _JSON):
            raise Refusal(415, "type")
        body = await body_of(request, settings.max_body_bytes, settings.read_timeout_seconds)
        # The address as the world knows it: behind a proxy, Host and scheme are what the proxy says.
        query = request.scope["query_string"].decode("latin-1")
        url = public_url + request.scope["path"] + (f"?{query}" if query else "")
        if not check.is_genuine(url, body, content_type, signature, request.headers.get(SETTINGS_HEADER, "")):
            raise Refusal(403, "signature")
        return _as_form(body) if content_type == _JSON else body

    def message_taker(public_url: str) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            raw = await receive(request, public_url)
            form = _fields(raw)
            sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
            if not _is_sid(sid) or "From" not in form:
                raise Refusal(400, "unreadable")
            await store(
                accept,
                request,
                Arrival(
                    door="sms",
                    door_name="twilio",
                    raw=raw,
                    received_at=now(),
                    envelope_from=form["From"][:200],
                    recipients=(form["To"][:200],) if form.get("To") else (),
                    peer=peer_of(request),
                    door_key=f"sms:{sid}",
                ),
            )
            return Response(_NOTHING_TO_SAY, media_type="text/xml")

        return take

    async def take_receipt(request: Request) -> Response:
        raw = await receive(request, settings.public_url)
        try:
            receipt = read_twilio_receipt(raw, request.scope["query_string"].decode("latin-1"))
        except InvalidValue as wrong:
            raise Refusal(400, "unreadable") from wrong
        facts = {"carrier": "twilio", "query": request.scope["query_string"].decode("latin-1")[:500]}
        await store(
            accept,
            request,
            Arrival(
                door="receipts",
                door_name="twilio",
                raw=raw,
                received_at=now(),
                peer=peer_of(request),
                door_key=receipt.door_key,
                door_facts=facts,
            ),
        )
        return Response(status_code=204)

    take_message = message_taker(settings.public_url)
    take_fallback = message_taker(settings.fallback_public_url or settings.public_url)

    @router.post(MESSAGE_PATH)
    async def message(request: Request) -> Response:
        return await answered(request, take_message, on_rejected)

    @router.post(FALLBACK_PATH)
    async def fallback(request: Request) -> Response:
        return await answered(request, take_fallback, on_rejected)

    @router.post(TWILIO_STATUS_PATH)
    async def status(request: Request) -> Response:
        return await answered(request, take_receipt, on_rejected)

    return router


def _fields(raw: bytes) -> dict[str, str]:
    try:
        return read_form(raw)
    except InvalidValue as wrong:
        raise Refusal(400, "unreadable") from wrong


def _as_form(body: bytes) -> bytes:
    """A flat JSON object as the form it stands for, so that the ledger holds one format."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Refusal(400, "unreadable") from wrong
    if not isinstance(content, dict):
        raise Refusal(400, "unreadable")
    return urlencode(
        {k: str(v) for k, v in content.items() if isinstance(v, (str, int))}, errors="replace"
    ).encode()


def _is_sid(text: str) -> bool:
    return text.isascii() and text.isalnum() and 10 <= len(text) <= 64
