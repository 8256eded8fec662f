"""What may be reported here: discovery, the list of services, and what each asks for."""

from __future__ import annotations

from fastapi import APIRouter, Response

from dispatch.programs.open311.calling import BASE, Call, Open311, Wrong
from dispatch.programs.open311.written import moment
from models.organisation import RequestField, RequestType
from models.store.organisations import version_time

_TYPES = {
    "text": "text",
    "choice": "singlevaluelist",
    "date": "datetime",
    "place": "string",
    "number": "number",
}


def service_routes(server: Open311) -> APIRouter:
    """`/open311/discovery`, `/services`, `/services/CODE`: for everybody, with or without a key."""
    router = APIRouter()
    server.serve(router, "/open311/discovery", _discovery)
    server.serve(router, f"{BASE}/discovery", _discovery)
    server.serve(router, f"{BASE}/services", _services)
    server.serve(router, f"{BASE}/services/{{code}}", _definition)
    return router


def _discovery(call: Call) -> Response:
    settings = call.board.settings
    with call.board.reads.looking() as session:
        changed = moment(version_time(session, call.in_force.version_id))
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{settings.doors.http.public_url.rstrip('/')}{BASE}",
        "changeset": changed,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    town = call.organisation.town.name
    found = {
        "changeset": changed,
        "contact": settings.open311.contact or town,
        "key_service": settings.open311.contact or town,
        "endpoints": [endpoint],
    }
    return call.answer("discovery", found)


def _services(call: Call) -> Response:
    return call.answer("services", [_service(call, kind) for kind in call.types])


def _service(call: Call, kind: RequestType) -> dict[str, str]:
    locale = call.organisation.town.locale
    service = call.organisation.service(kind.service)
    label = kind.label.text(locale).strip()
    return {
        "service_code": kind.key,
        "service_name": label,
        "description": label,
        "metadata": "true" if kind.fields else "false",
        "type": "realtime",
        "keywords": ",".join(each.replace(",", " ") for each in kind.aliases),
        "group": service.name if service is not None else call.organisation.town.name,
    }


def find_type(call: Call, code: str) -> RequestType:
    """The type of that code that may be posted. Raises Wrong 404."""
    found = next((each for each in call.types if each.key == code), None)
    if found is None:
        raise Wrong(404, "service_code was not found.")
    return found


def _definition(call: Call) -> Response:
    kind = find_type(call, call.parts["code"])
    locale = call.organisation.town.locale
    attributes = [_attribute(each, order, locale) for order, each in enumerate(kind.fields, 1)]
    return call.answer("service_definition", {"service_code": kind.key, "attributes": attributes})


def _attribute(asked: RequestField, order: int, locale: str) -> dict[str, object]:
    values = [{"key": each.key, "name": each.label.text(locale)} for each in asked.choices]
    return {
        "variable": "true",
        "code": asked.key,
        "datatype": _TYPES[asked.kind],
        "required": "true" if asked.required else "false",
        "datatype_description": "",
        "order": str(order),
        "description": asked.question.text(locale) or asked.label.text(locale),
        **({"values": values} if values else {}),
    }
