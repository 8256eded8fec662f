"""The history of a request as a conversation: who said what to whom, and what happened in between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import SAID
from dispatch.queries.seen.files import FILE, File, file_of, with_covers
from models.organisation import Organisation
from models.tables.columns import columns_of, table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import Person
from models.tables.programs.keys import program_of
from models.tables.requests import Attachment, Entry, EntryKind, withdrawn
from models.vocabulary import ActorRole

_entries, _people = table_of(Entry), table_of(Person)
_files, _outbox = table_of(Attachment), table_of(OutboundMessage)
#: Lines of one page of history: the newest.
MOST_LINES = 400
#: States of a notice whose words have left.
_GONE = (OutboundState.HANDED, OutboundState.SENT, OutboundState.DELIVERED)
_SENT = columns_of(
    _outbox, "request_id", "entry_id", "notice", "recipient", "recipient_name", "channel", "state",
    "audience", "last_error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a notice that an entry gave rise to: a state of the outbox."""

    notice: str
    to: str
    channel: str
    state: str
    to_requester: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. `public`: its requester may read it."""

    id: int
    at: datetime
    kind: str
    #: `requester`, `agent`, `system`…
    role: str
    #: Who wrote or did it; '' for the program itself.
    who: str
    person_id: int | None
    channel: str
    public: bool
    withdrawn: bool
    text: str
    quoted: str
    data: Mapping[str, Any]
    files: Sequence[File] = ()
    sendings: Sequence[Sending] = ()

    @property
    def author(self) -> str:
        """Who wrote or did it, as staff read it: a person, or the program that they let act."""
        return self.who or program_of(self.data)

    @property
    def is_message(self) -> bool:
        """Whether it is words or files of somebody, rather than something that happened."""
        if self.kind == EntryKind.NOTE:
            return bool(self.text.strip() or self.files)
        return self.kind in (EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT, EntryKind.ATTACHMENT)


def read_lines(session: Session, request_id: int) -> list[Line]:
    """The history of a request, oldest first, with files and what became of its notices."""
    newest = (
        sa.select(_entries.c.id)
        .where(_entries.c.request_id == request_id)
        .order_by(_entries.c.id.desc())
        .limit(MOST_LINES)
    )
    return _read(session, [request_id], newest)[request_id]


def read_histories(session: Session, request_ids: Sequence[int]) -> dict[int, list[Line]]:
    """The histories of several requests, as `read_lines` gives each: three statements, however many."""
    place = sa.func.row_number().over(partition_by=_entries.c.request_id, order_by=_entries.c.id.desc())
    counted = sa.select(_entries.c.id, place.label("place")).where(_entries.c.request_id.in_(request_ids))
    each = counted.subquery()
    return _read(session, request_ids, sa.select(each.c.id).where(each.c.place <= MOST_LINES))


def _read(session: Session, request_ids: Sequence[int], newest: sa.Select[Any]) -> dict[int, list[Line]]:
    run = session.connection().execute
    lines = (
        sa.select(_entries, _people.c.name.label("who"))
        .outerjoin(_people, _people.c.id == _entries.c.person_id)
        .where(_entries.c.id.in_(newest))
        .order_by(_entries.c.id)
    )
    rows: dict[int, list[dict[str, Any]]] = {each: [] for each in request_ids}
    for row in run(lines).mappings():
        rows[row["request_id"]].append(dict(row))
    files = _by_entry(
        (row["entry_id"], file_of(dict(row)))
        for row in run(
            sa.select(*columns_of(_files, *FILE))
            .where(_files.c.request_id.in_(request_ids), _files.c.decorative.is_(False))
            .order_by(_files.c.id)
        ).mappings()
    )
    sent = sa.select(*_SENT).where(_outbox.c.request_id.in_(request_ids), _outbox.c.entry_id.is_not(None))
    # A line that stands in two histories would have the notices of each.
    sendings: dict[tuple[int, int], list[Sending]] = {}
    for each in run(sent.order_by(_outbox.c.id)):
        sendings.setdefault((each.request_id, each.entry_id), []).append(_sending(each))
    return {each: _lines_of(rows[each], files, sendings) for each in rows}


def _lines_of(
    rows: Sequence[dict[str, Any]],
    files: Mapping[int, list[File]],
    sendings: Mapping[tuple[int, int], list[Sending]],
) -> list[Line]:
    taken_back = withdrawn(rows)
    return [
        Line(
            id=row["id"],
            at=row["at"],
            kind=row["kind"],
            role=row["actor_role"],
            who=row["who"] or "",
            person_id=row["person_id"],
            channel=row["channel"],
            public=row["public"] and row["id"] not in taken_back,
            withdrawn=row["id"] in taken_back,
            text=row["text"],
            quoted=row["quoted"],
            data=row["data"],
            files=with_covers(files.get(row["id"], ())),
            sendings=sendings.get((row["request_id"], row["id"]), ()),
        )
        for row in rows
        if row["erased_at"] is None
    ]


def public_lines(lines: Iterable[Line], requester_ids: Collection[int]) -> list[Line]:
    """What the requester may read of a history: their words, those said to them, where it stands; no file or
    name of anybody else's, and nothing that was said to whoever asked before them. `requester_ids` are the
    records of that one person (`dispatch.people.merging.known_as`).
    """
    found, lines = [], list(lines)
    since = max((line.id for line in lines if _makes_requester(line)), default=0)
    for line in lines:
        if not line.public or line.kind not in SAID:
            continue
        if any(file.is_cover for file in line.files):
            # They have the photo as they took it.
            line = replace(line, files=[file for file in line.files if not file.is_cover])
        theirs = line.person_id in requester_ids and line.role == ActorRole.REQUESTER
        from_staff = line.role in (ActorRole.AGENT, ActorRole.MANAGER, ActorRole.SYSTEM)
        if theirs or (from_staff and line.id > since):
            found.append(line)
    return found


def _makes_requester(line: Line) -> bool:
    """Whether it says that the request became somebody else's."""
    return line.kind == EntryKind.NOTE and "requester" in line.data and not line.data.get("kept")


def left_already(lines: Iterable[Line], undoable_since: datetime) -> list[Line]:
    """Those of `public_lines` that nobody can take back any more: words of staff that were sent, or are older
    than what can still be undone.
    """
    return [
        line
        for line in lines
        if line.role == ActorRole.REQUESTER
        or line.at <= undoable_since
        or any(each.to_requester and each.state in _GONE for each in line.sendings)
    ]


def labels_of(
    organisation: Organisation, workflow: str, line: Line, locale: str, *, outside: bool = False
) -> tuple[str, str]:
    """Of a change of state: the labels of where it came from and where it led; `outside`: for who asked."""
    course = organisation.workflow(workflow)
    names = []
    for key in (line.data.get("from"), line.data.get("to")):
        state = course.state(str(key or ""))
        found = state.told(locale) if state is not None and outside else ""
        names.append(found or (state.label.text(locale) if state is not None else str(key or "")))
    return names[0], names[1]


def _sending(row: Any) -> Sending:
    to = row.recipient_name or row.recipient
    return Sending(row.notice, to, row.channel, row.state, row.audience == "requester", row.last_error)


def _by_entry(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for entry_id, value in pairs:
        found.setdefault(entry_id, []).append(value)
    return found
