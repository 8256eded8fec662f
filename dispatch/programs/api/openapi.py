"""The API described for programs: OpenAPI 3.1, made from what is checked."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic.json_schema import models_json_schema

from dispatch.programs.api.bodies import (
    Answer,
    Body,
    Corrections,
    Hands,
    Move,
    NewRequest,
    Note,
    Tags,
    TaskEnd,
)
from dispatch.programs.api.reading import BASE, MOST
from dispatch.queries.seen.in_order import PieceOrder
from models.tables.ledger import InboundState
from models.vocabulary import Channel, Priority

_BODIES: tuple[type[Body], ...] = (NewRequest, Answer, Note, Move, Hands, Corrections, Tags, TaskEnd)
_SENTENCES = {
    400: "A parameter is not understood.",
    401: "No token that works.",
    403: "The token may not do this.",
    404: "There is no such thing, or not for this token.",
    408: "The body did not come in time.",
    409: "The request does not allow it, or something was written meanwhile.",
    410: "The file was erased.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    422: "What was sent makes no sense: each field that is wrong is named.",
    429: "Too many calls: Retry-After says how long to wait.",
    503: "Away for a moment: try again.",
}
_ALWAYS = (401, 403, 404, 429, 503)
_SENDING = (400, 408, 413, 415, 422)
_TEXT, _MAYBE, _TIME = (
    {"type": "string"},
    {"type": ["string", "null"]},
    {"type": "string", "format": "date-time"},
)
_MAYBE_TIME = {"type": ["string", "null"], "format": "date-time"}
_REFERENCE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{5,}$", "examples": ["2026-00042"]}


def document(public_url: str) -> dict[str, Any]:
    """The description, as it is served."""
    return {**_document(), "servers": [{"url": public_url.rstrip("/") or "/"}]}


@cache
def _document() -> dict[str, Any]:
    _, schemas = models_json_schema(
        [(each, "validation") for each in _BODIES], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Guichet",
            "version": version("guichet"),
            "description": "The requests of a town hall's counter, for its other programs.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**schemas.get("$defs", {}), **_shapes()},
        },
    }


def _paths() -> dict[str, Any]:
    reference = _parameter("reference", _REFERENCE, at="path")
    named = _parameter("Idempotency-Key", {"type": "string", "maxLength": 200}, at="header")
    one, acts = f"{BASE}/requests/{{reference}}", {}
    for path, body, summary in (
        ("answers", "Answer", "Say words to the requester"),
        ("notes", "Note", "Keep words among staff"),
        ("state", "Move", "Take a step of the workflow"),
        ("assignment", "Hands", "Hand the request over"),
        ("corrections", "Corrections", "Correct its type, priority, due date, building"),
        ("tags", "Tags", "Give and take away tags"),
        ("tasks/{task}", "TaskEnd", "End a task"),
    ):
        parameters = [reference, named]
        if "{task}" in path:
            parameters.insert(1, _parameter("task", {"type": "integer", "minimum": 1}, at="path"))
        answers = {"200": _json("The request as it is now.", "Acted"), **_problems(*_SENDING, 409)}
        acts[f"{one}/{path}"] = {"post": _act(summary, parameters, body, answers)}
    wait = _parameter("Prefer", {"type": "string", "examples": ["wait=5"]}, at="header")
    created = {
        "201": _json("It is a request.", "Received"),
        "202": _json("It is durable, and will be decided.", "Received"),
        **_problems(*_SENDING),
    }
    file = _parameter("file", {"type": "integer", "minimum": 1}, at="path")
    inbound = _parameter("inbound", {"type": "integer", "minimum": 1}, at="path")
    octets = {
        "description": "The bytes.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        f"{BASE}/requests": {
            "get": {
                "summary": "List requests",
                "parameters": _filters(),
                "responses": {"200": _json("A piece of the list.", "Requests"), **_problems(400)},
            },
            "post": _act("Create a request", [named, wait], "NewRequest", created),
        },
        one: {
            "get": {
                "summary": "Show a request",
                "parameters": [reference],
                "responses": {"200": _json("The request.", "Request"), **_problems()},
            }
        },
        f"{one}/files/{{file}}": {
            "get": {
                "summary": "Fetch a file of a request",
                "parameters": [reference, file],
                "responses": {"200": octets, **_problems(410)},
            }
        },
        f"{BASE}/received/{{inbound}}": {
            "get": {
                "summary": "What became of something that was sent",
                "parameters": [inbound],
                "responses": {"200": _json("What became of it.", "Received"), **_problems()},
            }
        },
        **acts,
    }


def _act(summary: str, parameters: list[Any], body: str, answers: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
    return {
        "summary": summary,
        "parameters": parameters,
        "requestBody": {"required": True, "content": content},
        "responses": answers,
    }


def _filters() -> list[dict[str, Any]]:
    return [
        _parameter(name, {"description": what, **schema})
        for name, schema, what in (
            ("state", _TEXT, "open, closed, all (by default), or the key of a state."),
            ("service", _TEXT, "Key of a service."),
            ("assignee", _TEXT, "Key of an agent, or none."),
            ("building", _TEXT, "Key of a building."),
            ("type", _TEXT, "Key of a request type."),
            ("tag", _TEXT, "A tag, as rules write it."),
            ("overdue", {"type": "boolean"}, "Only open ones whose due date is past."),
            ("q", {"type": "string", "maxLength": 200}, "Words that must all be there."),
            ("since", _TIME, "Received since."),
            ("until", _TIME, "Received before."),
            ("updated_since", _TIME, "Changed since."),
            ("order", {"type": "string", "enum": list(PieceOrder)}, "What comes first."),
            ("after", {"type": "string", "maxLength": 100}, "`next` of the piece before."),
            ("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}, "How many at most."),
        )
    ]


def _parameter(name: str, schema: dict[str, Any], *, at: str = "query") -> dict[str, Any]:
    return {"name": name, "in": at, "required": at == "path", "schema": schema}


def _json(what: str, shape: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _problems(*statuses: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {
        str(each): {"description": _SENTENCES[each], "content": content}
        for each in sorted({*statuses, *_ALWAYS})
    }


def _shape(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _shapes() -> dict[str, Any]:
    row = {
        "reference": _REFERENCE,
        "state": _TEXT,
        "subject": _TEXT,
        "service": _MAYBE,
        "building": _MAYBE,
        "type": _MAYBE,
        "assignee": _MAYBE,
        "requester": _shape(name=_TEXT, contact=_TEXT),
        "priority": {"type": "string", "enum": list(Priority)},
        "channel": {"type": "string", "enum": list(Channel)},
        "created_at": _TIME,
        "updated_at": _TIME,
        "due_at": _MAYBE_TIME,
    }
    listed = {"type": "array", "items": {"type": "object"}}
    whole = {
        "erased_at": _MAYBE_TIME,
        "workflow": _TEXT,
        "tags": {"type": "array", "items": _TEXT},
        "fields": {"type": "object"},
        "address": _TEXT,
        "position": {"type": ["array", "null"], "items": {"type": "number"}},
        **dict.fromkeys(
            (
                "requester_contacts", "entries", "attachments", "tasks", "links", "passed_on", "received",
                "steps",
            ),
            listed,
        ),
    }  # fmt: skip
    maybe = {"type": ["boolean", "null"]}
    told = {"requester_reached": maybe, "waits_for_visa": maybe, "repeated": {"type": "boolean"}}
    acted = {**_shape(**row, **told), "required": ["reference", *told]}
    states = {"type": "string", "enum": list(InboundState)}
    problem = _shape(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT)
    return {
        "RequestRow": _shape(**row),
        "Requests": _shape(
            requests={"type": "array", "items": {"$ref": "#/components/schemas/RequestRow"}}, next=_MAYBE
        ),
        "Request": _shape(**row, **whole),
        "Acted": acted,
        "Received": _shape(inbound={"type": "integer"}, request=_MAYBE, reason=_TEXT, state=states),
        "Problem": problem,
    }
