"""Entries and attachments: the lines of a request's history, written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from intake.message import ParsedAttachment
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind, Request

_entries = table_of(Entry)
_attachments = table_of(Attachment)
_requests = table_of(Request)
# Made once: building a statement costs SQLAlchemy three times what SQLite needs to run it.
_ADD_ENTRY = sa.insert(_entries).returning(_entries.c.id)
_ADD_STEPS = sa.insert(_entries)
_ADD_ATTACHMENTS = sa.insert(_attachments).returning(_attachments.c.id, sort_by_parameter_order=True)
_BLANK = {
    "person_id": None,
    "channel": "",
    "public": False,
    "text": "",
    "quoted": "",
    "inbound_id": None,
}
_TOUCH = sa.update(_requests).where(_requests.c.id == sa.bindparam("of_request"))
_LOCK = (
    sa.select(Request)
    .where(_requests.c.id == sa.bindparam("of_request"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def write_entry(
    session: Session,
    request_id: int,
    kind: EntryKind,
    now: datetime,
    *,
    actor_role: str,
    person_id: int | None = None,
    channel: str = "",
    public: bool = False,
    text: str = "",
    quoted: str = "",
    data: dict[str, Any] | None = None,
    inbound_id: int | None = None,
) -> int:
    """Add one line to a request's history; its id. `actor_role`: requester, agent, system or rule."""
    values = _entry(
        request_id,
        kind,
        now,
        actor_role=actor_role,
        person_id=person_id,
        channel=channel,
        public=public,
        text=text,
        quoted=quoted,
        data=data or {},
        inbound_id=inbound_id,
    )
    entry_id: int = session.connection().execute(_ADD_ENTRY, values).scalar_one()
    return entry_id


def write_steps(
    session: Session,
    request_id: int,
    steps: Iterable[tuple[EntryKind, dict[str, Any]]],
    now: datetime,
    *,
    actor_role: str,
) -> None:
    """Add lines that nothing refers to, each a kind with its data, in their order and one statement."""
    rows = [_entry(request_id, kind, now, actor_role=actor_role, data=data) for kind, data in steps]
    session.connection().execute(_ADD_STEPS, rows)


def _entry(request_id: int, kind: EntryKind, now: datetime, **values: Any) -> dict[str, Any]:
    return {**_BLANK, "request_id": request_id, "kind": kind, "at": now, **values}


def write_attachments(
    session: Session, request_id: int, entry_id: int, attachments: Iterable[ParsedAttachment]
) -> list[int]:
    """Note the files of an entry; ids of those worth sending on: no logo,
    and a HEIC's JPEG copy in its place.
    """
    rows = [
        {
            "request_id": request_id,
            "entry_id": entry_id,
            "filename": item.filename,
            "shown_name": item.shown_name,
            "content_type": item.content_type[:128],
            "size_bytes": item.size_bytes,
            "sha256": item.sha256,
            "inline": item.inline,
            "decorative": item.decorative,
            "content_id": item.content_id,
            "derived_from": item.derived_from,
            "latitude": item.latitude,
            "longitude": item.longitude,
            "taken_at": item.taken_at,
        }
        for item in attachments
    ]
    if not rows:
        return []
    ids = session.connection().execute(_ADD_ATTACHMENTS, rows).scalars().all()
    copied = {
        row["derived_from"] for row in rows if row["derived_from"] and row["content_type"] == "image/jpeg"
    }
    return [
        row_id
        for row_id, row in zip(ids, rows, strict=True)
        if not row["decorative"] and row["sha256"] not in copied
    ]


def touch(session: Session, request_id: int, now: datetime, **values: Any) -> None:
    """Change columns of a request; the reason stands in an entry written in the same transaction."""
    session.connection().execute(_TOUCH, {"of_request": request_id, "updated_at": now, **values})


def lock_request(session: Session, request_id: int) -> Request:
    """The request, locked against other writers until the transaction ends."""
    return session.scalars(_LOCK, {"of_request": request_id}).one()
