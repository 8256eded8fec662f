"""What one person may read of requests: all of their own but what staff wrote among themselves, and their own
words in those of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.outside import passed_on
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind, RequestRow, withdrawn
from models.values import Reference
from models.vocabulary import ActorRole

_requests, _entries, _files = table_of(RequestRow), table_of(Entry), table_of(Attachment)
Who = Literal["self", "town", "other"]


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A file: its name in the archive, what it was called, its digest; no longer kept when ''. Where and when
    a photo was taken, as the photo says.
    """

    name: str
    called: str
    sha256: str
    size_bytes: int
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a request: `kind` is that of the entry, `quoted` what was folded away of their own mail."""

    at: datetime
    kind: str
    who: Who
    text: str
    files: Sequence[DossierFile] = ()
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class DossierRequest:
    reference: str
    subject: str
    state: str
    service: str
    request_type: str
    building: str
    channel: str
    created_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    latitude: float | None
    longitude: float | None
    address: str
    tags: Sequence[str]
    fields: dict[str, Any]
    lines: Sequence[Line]
    #: Notes among staff, and words withdrawn before they left, that are not in here.
    notes_left_out: int
    #: Partners outside to whom it was passed on (GDPR art. 15(1)(c)), with the day.
    passed_on: Sequence[tuple[str, datetime]] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a person wrote in a request of somebody else, of which nothing else is shown."""

    reference: str
    lines: Sequence[Line]


def read_request(
    session: Session, in_force: InForce, row: Any, mine: Sequence[int], *, with_notes: bool
) -> DossierRequest:
    """A request of the person who is known as `mine`, by its row."""
    organisation, reference = in_force.organisation, str(Reference(row.year, row.number))
    files = _files_by_entry(session, _files.c.request_id == row.id, reference)
    query = sa.select(_entries).where(_entries.c.request_id == row.id).order_by(_entries.c.id)
    entries = session.connection().execute(query).all()
    taken_back = withdrawn(dict(entry._mapping) for entry in entries)
    lines, left_out = [], 0
    for entry in entries:
        own = entry.person_id in mine
        readable = own or with_notes or (entry.public and entry.id not in taken_back)
        if not readable:
            left_out += entry.kind == EntryKind.NOTE or entry.id in taken_back
        if not readable and entry.kind != EntryKind.STATE:
            continue
        text = entry.text if readable else ""
        if entry.kind == EntryKind.STATE:
            state = organisation.workflow(row.workflow_key).state(entry.data.get("to", ""))
            text = "\n".join(filter(None, (state.told(row.locale) if state else "", text)))
        elif readable:
            text = "\n".join(filter(None, (_led_to(in_force, entry.data), text)))
        shown = tuple(files.pop(entry.id, ())) if readable else ()
        lines.append(Line(entry.at, entry.kind, _who(entry, own), text, shown, entry.quoted if own else ""))
    service = organisation.service(in_force.service_key(row.service_id) or "")
    building_key = in_force.building_key(row.building_id) or ""
    building = organisation.building(building_key)
    return DossierRequest(
        reference,
        row.subject,
        row.state_kind,
        service.name if service is not None else "",
        in_force.request_type_key(row.request_type_id) or "",
        building.name if building is not None else building_key,
        row.channel,
        row.created_at,
        row.due_at,
        row.closed_at,
        row.latitude,
        row.longitude,
        row.address,
        list(row.tags),
        dict(row.fields),
        lines,
        left_out,
        _passed_on(session, in_force, row.id),
    )


def _led_to(in_force: InForce, data: dict[str, Any]) -> str:
    """Where a rule or a person led it, `→ Voirie / Inès Leroy`; '' of every other line. Keys of whoever is no
    longer in the organisation stand for themselves.
    """
    organisation, found = in_force.organisation, []
    for name, look in (
        ("service", organisation.service),
        ("building", organisation.building),
        ("agent", organisation.agent),
    ):
        if key := data.get(name):
            named = look(str(key))
            found.append(named.name if named is not None else str(key))
    return f"→ {' / '.join(found)}" if found else ""


def _passed_on(session: Session, in_force: InForce, request_id: int) -> list[tuple[str, datetime]]:
    """Names of the partners whom it went to; one who is no longer in the organisation by their key."""
    found = []
    for each in passed_on(session, request_id):
        partner = in_force.organisation.partner(each["partner"])
        found.append((partner.name if partner is not None else each["partner"], each["at"]))
    return found


def read_elsewhere(session: Session, mine: Sequence[int]) -> list[Elsewhere]:
    """Their own words in requests of others; what they wrote there as staff is the town's work."""
    query = (
        sa.select(_entries, _requests.c.year, _requests.c.number)
        .join(_requests, _requests.c.id == _entries.c.request_id)
        .where(
            _entries.c.person_id.in_(mine),
            _entries.c.actor_role == ActorRole.REQUESTER,
            _entries.c.erased_at.is_(None),
            _requests.c.requester_id.not_in(mine),
        )
        .order_by(_entries.c.request_id, _entries.c.id)
    )
    found: dict[str, list[Line]] = {}
    for entry in session.connection().execute(query).all():
        reference = str(Reference(entry.year, entry.number))
        files = _files_by_entry(session, _files.c.entry_id == entry.id, f"{reference}-{entry.id}")
        shown = tuple(files.get(entry.id, ()))
        line = Line(entry.at, entry.kind, "self", entry.text, shown, entry.quoted)
        found.setdefault(reference, []).append(line)
    return [Elsewhere(reference, lines) for reference, lines in found.items()]


def _who(entry: Any, own: bool) -> Who:
    if own:
        return "self"
    return "other" if entry.actor_role == ActorRole.REQUESTER else "town"


def _files_by_entry(session: Session, condition: Any, prefix: str) -> dict[int, list[DossierFile]]:
    """Files by entry; their names in the archive begin with `prefix`, with a harmless ending."""
    rows: Iterable[Any] = session.connection().execute(
        sa.select(_files).where(condition).order_by(_files.c.id)
    )
    found: dict[int, list[DossierFile]] = {}
    for number, row in enumerate(rows, 1):
        suffix = row.filename.rpartition(".")[2] if "." in row.filename else "bin"
        safe = suffix.lower() if suffix.isascii() and suffix.isalnum() and len(suffix) <= 5 else "bin"
        found.setdefault(row.entry_id, []).append(
            DossierFile(
                f"files/{prefix}-{number:03d}.{safe}",
                row.shown_name or row.filename,
                "" if row.removed_at is not None else row.sha256,
                row.size_bytes,
                row.latitude,
                row.longitude,
                row.taken_at,
            )
        )
    return found
