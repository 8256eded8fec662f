"""Entries and attachments: the lines of a request's history, written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from intake.message import ParsedAttachment
from models.store.batching.rows import add_row, batch_of
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind, RequestRow

_entries = table_of(Entry)
_attachments, _requests = table_of(Attachment), table_of(RequestRow)
# Made once: building a statement costs SQLAlchemy three times what SQLite needs to run it.
_ADD_STEPS = sa.insert(_entries)
_ADD_ATTACHMENTS = sa.insert(_attachments).returning(_attachments.c.id, sort_by_parameter_order=True)

#: Fact of a batch: at most so many bytes of attachments are kept, in a list.
KEPT_BYTES = "bytes of attachments"


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
    return add_row(session, _entries, _entry(request_id, kind, actor, at, said), to=(_requests, request_id))


def write_steps(
    session: Session,
    request_id: int,
    steps: Iterable[tuple[EntryKind, dict[str, Any]]],
    actor: Actor,
    at: datetime,
) -> None:
    """Add lines that nothing refers to, each a kind with its data, in their order: by one statement, or with
    the rows of the batch that makes the request.
    """
    rows = [_entry(request_id, kind, actor, at, {"data": data}) for kind, data in steps]
    batch = batch_of(session)
    if batch is None or not batch.has_made(_requests, request_id):
        session.connection().execute(_ADD_STEPS, rows)
        return
    for row in rows:
        batch.add(_entries, row)


def write_attachments(
    session: Session, request_id: int, entry_id: int, attachments: Iterable[ParsedAttachment]
) -> list[int]:
    """Note the files of an entry; ids of those worth sending on: no logo, and a HEIC's JPEG copy in its
    place.
    """
    items = list(attachments)
    rows: list[dict[str, Any]] = [
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
        for item in items
    ]
    if not rows:
        return []
    batch, ids = batch_of(session), list[int]()
    if batch is not None and batch.has_made(_requests, request_id):
        ids = [batch.add(_attachments, row) for row in rows]
        if (kept := batch.known(KEPT_BYTES)) is not None:
            kept[0] += sum(item.size_bytes for item in items)
    else:
        ids = list(session.connection().execute(_ADD_ATTACHMENTS, rows).scalars())
    copied = {
        row["derived_from"] for row in rows if row["derived_from"] and row["content_type"] == "image/jpeg"
    }
    return [
        row_id
        for row_id, row in zip(ids, rows, strict=True)
        if not row["decorative"] and row["sha256"] not in copied
    ]


def files_of_entry(session: Session, entry_id: int) -> list[int]:
    """Ids of the files of an entry that are worth sending on, as `write_attachments` tells them."""
    copy = _attachments.alias()
    copied = (
        sa.select(copy.c.id)
        .where(
            copy.c.entry_id == _attachments.c.entry_id,
            copy.c.derived_from == _attachments.c.sha256,
            copy.c.content_type == "image/jpeg",
        )
        .exists()
    )
    query = sa.select(_attachments.c.id).where(
        _attachments.c.entry_id == entry_id, _attachments.c.decorative.is_(False), ~copied
    )
    return list(session.connection().execute(query.order_by(_attachments.c.id)).scalars())


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
