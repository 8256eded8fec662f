"""The rows that a batch of notices is about, read in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.catalogue import notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.lists.listed import listed_requests
from dispatch.requests.numbers_and_links import linked_references
from dispatch.requests.stamps import last_changes
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, EntryKind, RequestRow

_entries, _attachments = table_of(Entry), table_of(Attachment)
# Made once: a batch is often one notice, and making them costs more than asking.
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_FIRST_MESSAGES = sa.select(_entries).where(
    _entries.c.id.in_(
        sa.select(sa.func.min(_entries.c.id))
        .where(_entries.c.request_id.in_(_IDS), _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
    )
)
_FILES_OF = (
    sa.select(_attachments.c.id, _attachments.c.request_id)
    .where(_attachments.c.entry_id.in_(_IDS))
    .order_by(_attachments.c.id)
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row that a batch of notices needs, by id."""

    requests: Mapping[int, Any]
    entries: Mapping[int, Any]
    people: Mapping[int, Any]
    contacts: Mapping[int, Any]
    attachments: Mapping[int, Any]
    #: The requester's first message and its files, by request.
    openings: Mapping[int, Any]
    opening_files: Mapping[int, Sequence[int]]
    #: The last change of state of each request, 0 without one: what a letter says is true as of it.
    stamps: Mapping[int, int]
    #: The references of the requests each is linked to, which its staff are told.
    linked: Mapping[int, Sequence[str]]


def read_rows(session: Session, batch: Sequence[ClaimedNotice]) -> Rows:
    """The rows that `batch` is about: nine statements at most, whatever its length."""
    requests = _by_id(session, RequestRow, (each.request_id for each in batch))
    entries = _by_id(session, Entry, (each.entry_id for each in batch))
    openings = _openings(session, batch, entries)
    people = _by_id(
        session,
        Person,
        [
            *(row.requester_id for row in requests.values()),
            *(row.person_id for row in (*entries.values(), *openings.values())),
        ],
    )
    contacts = _by_id(session, ContactPoint, (row.reply_contact_id for row in requests.values()))
    opening_files = _files_of(session, openings)
    attachments = _by_id(
        session,
        Attachment,
        [
            *(each for row in batch for each in row.attachment_ids),
            *(each for ids in opening_files.values() for each in ids),
        ],
    )
    stamps = last_changes(
        session, {*requests, *(each for row in batch for each in listed_requests(row.data))}
    )
    linked = linked_references(session, requests)
    return Rows(requests, entries, people, contacts, attachments, openings, opening_files, stamps, linked)


def _openings(session: Session, batch: Sequence[ClaimedNotice], entries: Mapping[int, Any]) -> dict[int, Any]:
    wanted = {each.request_id for each in batch if _wants_opening(each, entries.get(each.entry_id or 0))}
    if not wanted - {None}:
        return {}
    rows = session.connection().execute(_FIRST_MESSAGES, {"ids": list(wanted - {None})})
    return {row.request_id: row for row in rows}


def _wants_opening(claimed: ClaimedNotice, entry: Any) -> bool:
    notice = notice_of(claimed.notice, claimed.audience, claimed.data)
    is_message = entry is not None and entry.kind == EntryKind.MESSAGE_IN
    return notice.quotes_opening or (notice.shows_opening and not is_message)


def _files_of(session: Session, openings: Mapping[int, Any]) -> dict[int, list[int]]:
    if not openings:
        return {}
    rows = session.connection().execute(_FILES_OF, {"ids": [row.id for row in openings.values()]})
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(row.id)
    return found


def _by_id(session: Session, row_class: type[Any], ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.connection().execute(_those_of(table_of(row_class)), {"ids": list(wanted)})
    return {row.id: row for row in rows}


@cache
def _those_of(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.id.in_(_IDS))
