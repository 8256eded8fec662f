"""An application posts a request: durable in the ledger before the answer, once however often it is sent."""

from __future__ import annotations

import hashlib
import hmac
import math
import re

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.programs.keys import Program
from dispatch.programs.open311.calling import BASE, Call, Open311, Waiting, Wrong
from dispatch.programs.open311.services import find_type
from dispatch.programs.told import Told, take, trace_taken
from dispatch.web.entering.accounts import read_written
from intake.mail.dictated import DictatedFile
from models.organisation import RequestType
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.requests import RequestRow
from models.values import ContactKind, Reference

_inbound, _requests = table_of(InboundMessage), table_of(RequestRow)
#: Characters of a description, and values of attributes.
MOST_CHARACTERS, MOST_ATTRIBUTES = 4_000, 100
_ATTRIBUTE = re.compile(r"attribute\[([\w.-]{1,64})\](?:\[\])?\Z")
#: Attributes by which an application names its own report: the same report is taken once.
_THEIR_NAMES = ("fixmystreet_id", "external_id")


def posting_routes(server: Open311) -> APIRouter:
    """`POST /requests`, `GET /tokens/TOKEN`."""
    router = APIRouter()
    server.serve(router, f"{BASE}/requests", _post, "POST")
    server.serve(router, f"{BASE}/tokens/{{token}}", _token)
    return router


def _post(call: Call) -> Response | Waiting:
    program = call.require("post")
    kind = find_type(call, _wanted(call, "service_code"))
    position, address = _place(call)
    description = call.value("description")
    if len(description) > MOST_CHARACTERS:
        raise Wrong(400, f"description may have {MOST_CHARACTERS} characters.")
    attributes = _attributes(call)
    missing = [each.key for each in kind.fields if each.required and not attributes.get(each.key)]
    if missing:
        raise Wrong(400, f"attribute[{missing[0]}] is required.")
    board = call.board
    told = Told(
        _text(call, program, kind, description, address, attributes),
        who=_who(call, program),
        files=[DictatedFile(each.name or "photo", each.content) for each in call.sent.files],
        told={"type": kind.key},
        position=position,
        facts={"attributes": sorted(attributes)[:MOST_ATTRIBUTES]},
    )
    # One report that is sent again finds its row; who names none is known by what was sent on that day.
    theirs = next((attributes[each] for each in _THEIR_NAMES if attributes.get(each)), "")
    day = call.now.date().isoformat()
    name = f"report:{theirs}" if theirs else f"{day}:{_fingerprint(call)}"
    inbound = take(board, program, told, now=call.now, peer=call.peer, name=name, asked=name.encode())
    trace_taken(board, program, inbound, call.now)
    token = _signed(call, inbound)
    return Waiting(
        lambda: _decided(call, inbound),
        call.answer("service_requests", [{"token": token, "service_notice": ""}]),
        board.settings.open311.wait_seconds,
    )


def _decided(call: Call, inbound: int) -> Response | None:
    reference = _reference_of(call, inbound)
    if reference is None:
        return None
    found = {"service_request_id": reference, "service_notice": "", "account_id": call.value("account_id")}
    return call.answer("service_requests", [found])


def _token(call: Call) -> Response:
    written = call.parts["token"]
    number = written.partition("-")[0]
    known = number.isascii() and number.isdecimal() and len(number) <= 15
    if not known or not hmac.compare_digest(_signed(call, int(number)).encode(), written.encode()):
        raise Wrong(404, "token was not found.")
    reference = _reference_of(call, int(number))
    # Held for somebody to decide: the application asks again.
    found = {"service_request_id": reference or "", "token": written}
    return call.answer("service_requests", [found])


def _signed(call: Call, inbound: int) -> str:
    """A token that nobody guesses: an application asks with it without its key."""
    key = call.board.signer.derived_keys(b"open311 token")[0]
    return f"{inbound}-{hmac.new(key, str(inbound).encode(), hashlib.sha256).hexdigest()[:24]}"


def _reference_of(call: Call, inbound: int) -> str | None:
    query = (
        sa.select(_requests.c.year, _requests.c.number)
        .join(_inbound, _inbound.c.request_id == _requests.c.id)
        .where(_inbound.c.id == inbound, _inbound.c.door == Door.OPEN311)
    )
    with call.board.reads.looking() as session:
        row = session.connection().execute(query).first()
    return str(Reference(row.year, row.number)) if row is not None else None


def _wanted(call: Call, name: str) -> str:
    found = call.value(name)
    if not found:
        raise Wrong(400, f"{name} is required.")
    return found


def _place(call: Call) -> tuple[tuple[float, float] | None, str]:
    """Position and words of the place; one of them at least. Raises Wrong 400."""
    latitude, longitude = call.value("lat"), call.value("long")
    address = call.value("address_string") or call.value("address_id")
    if not latitude and not longitude:
        if not address:
            raise Wrong(400, "lat and long, address_string or address_id is required.")
        return None, address[:500]
    try:
        place = float(latitude), float(longitude)
    except ValueError as wrong:
        raise Wrong(400, "lat and long must be degrees (WGS84).") from wrong
    if not (all(map(math.isfinite, place)) and abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise Wrong(400, "lat and long must be degrees (WGS84).")
    return place, address[:500]


def _attributes(call: Call) -> dict[str, str]:
    """`attribute[code]=value`, given once or several times."""
    found: dict[str, str] = {}
    for name, values in call.sent.fields.items():
        match = _ATTRIBUTE.match(name)
        if match is not None and len(found) < MOST_ATTRIBUTES:
            kept = [" ".join(each.split())[:1000] for each in values if each.strip()]
            found[match[1]] = ", ".join(filter(None, (found.get(match[1], ""), *kept)))
    return found


def _text(
    call: Call,
    program: Program,
    kind: RequestType,
    description: str,
    address: str,
    attributes: dict[str, str],
) -> str:
    """What staff read: the words, then what was told beside them, a line each; answers to the fields of the
    type stand under their labels, and are read as such.
    """
    locale = call.organisation.town.locale
    asked = {each.key: each for each in kind.fields}
    lines = [address] if address else []
    for code, value in attributes.items():
        field = asked.get(code)
        choice = next((each for each in field.choices if each.key == value), None) if field else None
        label = field.label.text(locale) if field is not None else code
        lines.append(f"{label} : {choice.label.text(locale) if choice is not None else value}")
    if not program.options.get("notify"):
        contact = ", ".join(filter(None, (call.value("email")[:320], call.value("phone")[:50])))
        lines += [f"Contact ({program.name}) : {contact}"] if contact else []
    lines += [f"Photo : {each[:500]}" for each in call.sent.fields.get("media_url", ())[:10] if each.strip()]
    words = description or kind.label.text(locale)
    return "\n\n".join(filter(None, (words, "\n".join(lines))))


def _who(call: Call, program: Program) -> dict[str, str]:
    """Who reported it. They are told by us only where that was agreed: else the application tells them."""
    name = " ".join(f"{call.value('first_name')} {call.value('last_name')}".split())[:200]
    found = {"name": name.strip(" -"), "address": "", "number": ""}
    if not program.options.get("notify"):
        return found
    for written in (call.value("email"), call.value("phone")):
        read = read_written(written, call.organisation.town.region) if written else None
        if read is not None:
            kind, _, sendable = read
            return {**found, "number" if kind is ContactKind.PHONE else "address": sendable}
    return found


def _fingerprint(call: Call) -> str:
    sent = sorted((name, values) for name, values in call.sent.fields.items() if name != "api_key")
    files = [hashlib.sha256(each.content).hexdigest() for each in call.sent.files]
    return hashlib.sha256(repr((sent, files)).encode()).hexdigest()
