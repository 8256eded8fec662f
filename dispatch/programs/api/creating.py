"""A program creates a request: durable in the ledger before it is answered, placed by the rules like any
other.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import anyio
from fastapi import APIRouter

from dispatch.programs.api.bodies import NewRequest
from dispatch.programs.api.calling import Api
from dispatch.programs.api.calls import Call, Given
from dispatch.programs.api.problems import Problem, too_many
from dispatch.programs.api.reading import BASE, what_became
from dispatch.programs.told import OtherBefore, Told, take, trace_taken
from dispatch.web.entering.accounts import read_written
from intake.mail.dictated import DictatedFile
from models.errors import InvalidValue, TemporaryFailure
from models.store.looking.reads import TooMuchToLookAt
from models.tables.ledger import InboundState
from models.values import ContactKind, EmailAddress

#: Longest wait for the decision that a caller may ask for, and how often it is looked at.
MOST_SECONDS, EVERY_SECONDS = 10.0, 0.1


def creating_routes(api: Api) -> APIRouter:
    """`POST /api/v1/requests`. Answers **202** when it is durable; **201** when it was decided within the
    time of `Prefer: wait=SECONDS`, and is a request.
    """
    router = APIRouter()

    def create(call: Call) -> Given:
        return _create(api, call)

    async def decided(call: Call, given: Given) -> Given:
        return await _decided(api, call, given)

    api.serve(router, f"{BASE}/requests", create, "POST", "create", decided)
    return router


def _create(api: Api, call: Call) -> Given:
    told = _told(call, call.sent(NewRequest))
    if (seconds := api.creations.wait(call.program.trace)) > 0:
        raise too_many(seconds, "creations in an hour")
    try:
        inbound = take(
            call.visit.board,
            call.program,
            told,
            now=call.now,
            peer=call.visit.visitor.peer,
            name=call.name,
            asked=call.body,
        )
    except OtherBefore as wrong:
        raise Problem(422, "reused", "This Idempotency-Key was given to another call before.") from wrong
    trace_taken(call.visit.board, call.program, inbound, call.now)
    try:
        return _given(call, inbound)
    except (TemporaryFailure, TooMuchToLookAt):
        return _accepted({"inbound": inbound, "request": None, "reason": "", "state": InboundState.WAITING})


def _given(call: Call, inbound: int) -> Given:
    found = what_became(call, inbound)
    if found["request"] is not None:
        return Given(found, 201, {"Location": f"{BASE}/requests/{found['request']}"})
    return _accepted(found)


def _accepted(found: dict[str, Any]) -> Given:
    return Given(found, 202, {"Location": f"{BASE}/received/{found['inbound']}"})


async def _decided(api: Api, call: Call, given: Given) -> Given:
    """Wait for the decision as long as the caller prefers (RFC 7240 §4.3), on the event loop. A look that
    fails is no answer: the next may not.
    """
    ends_at = time.monotonic() + _preferred(call.headers.get("prefer", ""))
    while given.value["state"] == InboundState.WAITING and time.monotonic() < ends_at:
        await anyio.sleep(EVERY_SECONDS)
        with suppress(TemporaryFailure, TooMuchToLookAt):
            given = await anyio.to_thread.run_sync(
                _given, call, given.value["inbound"], limiter=api.board.limiter
            )
    return given


def _preferred(prefer: str) -> float:
    for part in prefer.split(",")[:10]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "wait" and value.isascii() and value.isdecimal() and len(value) <= 4:
            return min(float(value), MOST_SECONDS)
    return 0.0


def _told(call: Call, sent: NewRequest) -> Told:
    """What was sent, as the ledger takes it. Raises Problem 403 or 422."""
    organisation = call.visit.organisation
    told = {}
    for name, key, find in (
        ("type", sent.type, organisation.request_type),
        ("service", sent.service, organisation.service),
        ("building", sent.building, organisation.building),
    ):
        if key is None:
            continue
        found = find(key)
        if found is None or found.closed:
            raise Problem(422, "body", f"{name}: there is no '{key}', or no longer.")
        told[name] = key
    if sent.service is not None and not call.program.sees(sent.service):
        raise Problem(
            403, "right", f"service: this token works for {', '.join(sorted(call.program.services))}."
        )
    text = f"{sent.text}\n\n{sent.address}" if sent.address else sent.text
    return Told(
        text,
        sent.subject,
        _who(sent.requester.name, sent.requester.contact, organisation.town.region),
        _recipient(sent.to),
        _files(call, sent),
        told,
        sent.position,
    )


def _who(name: str, contact: str, region: str) -> dict[str, str]:
    found = {"name": " ".join(name.split()), "address": "", "number": ""}
    if not contact.strip():
        return found
    read = read_written(contact, region)
    if read is None:
        raise Problem(422, "body", "requester.contact: neither an email address nor a telephone number.")
    kind, _, written = read
    return {**found, "number" if kind is ContactKind.PHONE else "address": written}


def _recipient(written: str) -> str:
    if not written:
        return ""
    try:
        EmailAddress.parse(written)
    except InvalidValue as wrong:
        raise Problem(422, "body", f"to: {wrong.public}") from wrong
    return written


def _files(call: Call, sent: NewRequest) -> list[DictatedFile]:
    uploads = call.visit.board.settings.sms.uploads
    if len(sent.files) > uploads.max_files:
        raise Problem(422, "body", f"files: {uploads.max_files} at most.")
    files = []
    for each in sent.files:
        try:
            content = each.decoded()
        except ValueError as wrong:
            raise Problem(422, "body", f"files: {wrong}") from wrong
        if len(content) > uploads.max_file_bytes:
            raise Problem(422, "body", f"files: {each.name} is larger than {uploads.max_file_bytes} octets.")
        files.append(DictatedFile(" ".join(each.name.split()), content))
    return files
