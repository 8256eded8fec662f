"""One tree, two formats: JSON drops the outer name, XML wraps lists in children of their singular (pure)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from models.values import NOT_XML

#: What each list is made of, in XML.
SINGULAR = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
TYPES = {"xml": "text/xml", "json": "application/json; charset=utf-8"}


def write(name: str, value: Any, form: str) -> bytes:
    """`value`, a list or a dictionary of texts, lists and dictionaries, under the name of its outer element.

    Values are texts already, numbers too: that is what other servers send and clients read.
    """
    if form == "json":
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + _element(name, value).encode("utf-8", "replace")


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        inner = "".join(_element(SINGULAR[name], each) for each in value)
    elif isinstance(value, dict):
        inner = "".join(_element(key, each) for key, each in value.items())
    else:
        inner = escape(NOT_XML.sub("", "" if value is None else str(value)))
    return f"<{name}>{inner}</{name}>"


def moment(at: datetime | None) -> str:
    """A time as clients demand it: never with fractions, always with its offset; '' for none."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else ""
