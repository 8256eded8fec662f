"""Everything that is kept about one person, as plain values that they may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, RequestRow
from models.values import Reference

_people, _contacts, _requests = table_of(Person), table_of(ContactPoint), table_of(RequestRow)
_entries, _files = table_of(Entry), table_of(Attachment)
_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A file: its name in the archive, what it was called, its digest; no longer kept when ''."""

    name: str
    called: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a request: `kind` is that of the entry, `who` a role."""

    at: datetime
    kind: str
    who: str
    text: str
    files: Sequence[DossierFile] = ()


@dataclass(frozen=True, slots=True)
class DossierRequest:
    reference: str
    subject: str
    state: str
    service: str
    created_at: datetime
    closed_at: datetime | None
    fields: dict[str, Any]
    lines: Sequence[Line]
    #: Notes among staff that are not in here.
    notes_left_out: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is kept about `name`. `messages` are those that became part of no request."""

    person_id: int
    name: str
    locale: str
    since: datetime
    contacts: Sequence[dict[str, Any]]
    requests: Sequence[DossierRequest]
    messages: Sequence[dict[str, Any]] = field(default_factory=tuple)
    notices: Sequence[dict[str, Any]] = field(default_factory=tuple)


def gather(session: Session, in_force: InForce, person_id: int, *, with_notes: bool = False) -> Dossier:
    """Everything kept about a person. Notes among staff are counted; with `with_notes` they are in it, for a
    person who looked whether they hurt somebody else's rights (GDPR art. 15(4)).
    """
    run = session.connection().execute
    person = run(sa.select(_people).where(_people.c.id == person_id)).one()
    contacts = [
        {
            "kind": row.kind,
            "value": row.written,
            "since": row.created_at,
            "proved_at": row.verified_at,
            "no_messages_since": row.opted_out_at,
            "unreachable_since": row.unreachable_since,
        }
        for row in run(
            sa.select(_contacts).where(_contacts.c.person_id == person_id).order_by(_contacts.c.id)
        )
    ]
    mine = run(
        sa.select(_requests)
        .where(_requests.c.requester_id == person_id, _requests.c.erased_at.is_(None))
        .order_by(_requests.c.id)
    ).all()
    messages = run(
        sa.select(_inbound.c.received_at, _inbound.c.door, _inbound.c.sender, _inbound.c.subject)
        .where(_inbound.c.person_id == person_id, _inbound.c.request_id.is_(None))
        .order_by(_inbound.c.id)
    ).mappings()
    notices = run(
        sa.select(
            _outbox.c.created_at, _outbox.c.notice, _outbox.c.recipient, _outbox.c.state, _outbox.c.sent_at
        )
        .where(_outbox.c.person_id == person_id)
        .order_by(_outbox.c.id)
    ).mappings()
    return Dossier(
        person_id,
        person.name,
        person.locale,
        person.created_at,
        contacts,
        [_request(session, in_force, row, with_notes) for row in mine],
        [dict(row) for row in messages],
        [dict(row) for row in notices],
    )


def _request(session: Session, in_force: InForce, row: Any, with_notes: bool) -> DossierRequest:
    run = session.connection().execute
    reference = str(Reference(row.year, row.number))
    files: dict[int, list[DossierFile]] = {}
    attached = run(sa.select(_files).where(_files.c.request_id == row.id).order_by(_files.c.id))
    for number, each in enumerate(attached, 1):
        gone = each.removed_at is not None
        suffix = each.filename.rpartition(".")[2] if "." in each.filename else "bin"
        safe = suffix.lower() if suffix.isascii() and suffix.isalnum() and len(suffix) <= 5 else "bin"
        files.setdefault(each.entry_id, []).append(
            DossierFile(
                f"files/{reference}-{number:03d}.{safe}",
                each.shown_name or each.filename,
                "" if gone else each.sha256,
                each.size_bytes,
            )
        )
    lines, left_out = [], 0
    for entry in run(sa.select(_entries).where(_entries.c.request_id == row.id).order_by(_entries.c.id)):
        theirs = entry.public or entry.person_id == row.requester_id or entry.kind == "state"
        if not theirs and not with_notes:
            left_out += entry.kind == "note"
            continue
        text = entry.text
        if entry.kind == "state":
            workflow = in_force.organisation.workflow(row.workflow_key)
            label = workflow.state(entry.data.get("to", "")) if entry.data.get("to") else None
            text = "\n".join(filter(None, (label.label.text(row.locale) if label else "", entry.text)))
        lines.append(Line(entry.at, entry.kind, entry.actor_role, text, tuple(files.pop(entry.id, ()))))
    return DossierRequest(
        reference,
        row.subject,
        row.state_kind,
        in_force.service_key(row.service_id) or "",
        row.created_at,
        row.closed_at,
        dict(row.fields),
        lines,
        left_out,
    )
