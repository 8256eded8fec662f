"""The fields a request type asks for, read from the answer to the one question about them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from dispatch.inbound.case import Case
from dispatch.requests import history
from intake.words.fields import missing_fields, read_fields
from models.tables.requests import EntryKind, Request


def record_answers(case: Case, request: Request) -> dict[str, str]:
    """Read what an answer says of the fields still missing, and note it in the history; what was read."""
    assert request.id is not None
    kind = case.organisation.request_type(case.in_force.request_type_key(request.request_type_id))
    if kind is None or not kind.fields:
        return {}
    asked = missing_fields(kind, request.fields)
    found = read_fields(
        case.parsed.words,
        kind,
        _today(case),
        buildings=case.organisation.buildings,
        asked=asked,
    )
    fresh = {key: value for key, value in found.items() if key in asked}
    if fresh:
        request.fields = {**request.fields, **fresh}
        history.touch(case.session, request.id, case.now, fields=request.fields)
        history.write_entry(
            case.session,
            request.id,
            EntryKind.NOTE,
            case.now,
            actor_role="system",
            data={"fields": fresh},
            inbound_id=case.message.id,
        )
    return fresh


def _today(case: Case) -> date:
    return case.message.received_at.astimezone(ZoneInfo(case.organisation.town.time_zone)).date()
