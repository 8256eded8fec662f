"""Entries and attachments: the lines of a request's history, written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from intake.message import ParsedAttachment
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind

_entries = table_of(Entry)
_attachments = table_of(Attachment)
# Made once: building a statement costs SQLAlchemy three times what SQLite needs to run it.
_ADD_ENTRY = sa.insert(_entries).returning(_entries.c.id)
_ADD_STEPS = sa.insert(_entries)
_ADD_ATTACHMENTS = sa.insert(_attachments).returning(_attachments.c.id, sort_by_parameter_order=True)


class Said(TypedDict, total=False):
    """What an entry says beyond its kind and its author."""

    text: str
    #: What was cut from `text`, kept folded.
    quoted: str
    data: dict[str, Any]
    #: Whether the requester may read it.
    public: bool
    #: email, sms, or '' when it did not travel.
    channel: str
    inbound_id: int | None


def write_entry(
    session: Session, request_id: int, kind: EntryKind, actor: Actor, at: datetime, **said: Unpack[Said]
) -> int:
    """Add one line to a request's history; its id."""
    values = _entry(request_id, kind, actor, at, said)
    entry_id: int = session.connection().execute(_ADD_ENTRY, values).scalar_one()
    return entry_id


def write_steps(
    session: Session,
    request_id: int,
    steps: Iterable[tuple[EntryKind, dict[str, Any]]],
    actor: Actor,
    at: datetime,
) -> None:
    """Add lines that nothing refers to, each a kind with its data, in their order and one statement."""
    rows = [_entry(request_id, kind, actor, at, {"data": data}) for kind, data in steps]
    session.connection().execute(_ADD_STEPS, rows)


def write_attachments(
    session: Session, request_id: int, entry_id: int, attachments: Iterable[ParsedAttachment]
) -> list[int]:
    """Note the files of an entry; ids of those worth sending on: no logo, and a HEIC's JPEG copy in its
    place.
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


def _entry(request_id: int, kind: EntryKind, actor: Actor, at: datetime, said: Said) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "kind": kind,
        "at": at,
        "actor_role": actor.role,
        "person_id": actor.person_id,
        "channel": said.get("channel", ""),
        "public": said.get("public", False),
        "text": said.get("text", ""),
        "quoted": said.get("quoted", ""),
        "data": actor.signed(said.get("data", {})),
        "inbound_id": said.get("inbound_id"),
    }
