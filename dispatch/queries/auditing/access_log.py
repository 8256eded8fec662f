"""The access log as commands show it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from models.errors import InvalidValue, UserError
from models.store.glance import Glance, as_json, as_time

#: `inbox`, `reply_keys`, `api keys`, `person:7`, `webhook:glpi`; a reference is none of them.
_SUBJECT = re.compile(r"[a-z][a-z0-9_]{0,30}( keys)?(:[\w.-]{1,64})?", re.ASCII)


def find_accesses(
    glance: Glance,
    *,
    subject: str = "",
    actor: str = "",
    action: str = "",
    since: datetime | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Lines of the access log, newest first; requests by their reference."""
    given: dict[str, Any] = {"most": limit}
    conditions = []
    for name, value in (("subject", subject), ("actor", actor), ("action", action)):
        if value:
            given[name] = value
            conditions.append(f"{name} = :{name}")
    if since is not None:
        given["since"] = since
        conditions.append("at >= :since")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    # Names of columns are ours; what people give travels as parameters.
    lines = glance.rows(
        f"SELECT id, at, actor, action, subject, data FROM access_record {where} ORDER BY id DESC "
        f"LIMIT :most",
        **given,
    )
    references = (
        {
            f"request:{row['id']}": f"{row['year']}-{row['number']:05d}"
            for row in glance.rows("SELECT id, year, number FROM request")
        }
        if any(line["subject"].startswith("request:") for line in lines)
        else {}
    )
    return [
        {
            "id": line["id"],
            "at": as_time(line["at"]),
            "actor": line["actor"],
            "action": line["action"],
            "subject": references.get(line["subject"], line["subject"]),
            "data": as_json(line["data"]),
        }
        for line in lines
    ]


def request_subject(glance: Glance, written: str, year: int) -> str:
    """What the log calls the subject that a person means: `request:12` for a reference. Raises UserError."""
    from models.values import Reference  # brings the data of every country's numbers along

    if _SUBJECT.fullmatch(written):
        return written
    try:
        reference = (
            Reference(year, int(written))
            if written.isdecimal() and len(written) < 8
            else Reference.parse(written)
        )
    except InvalidValue as wrong:
        raise UserError(wrong.public) from wrong
    found = glance.rows(
        "SELECT id FROM request WHERE year = :year AND number = :number",
        year=reference.year,
        number=reference.number,
    )
    if not found:
        raise UserError(f"There is no request {reference}.")
    return f"request:{found[0]['id']}"
