"""Who is hidden from an elected official: people who ask, take part or are in copy are struck out of words,
but out of none that an official typed: what comes back struck would tell whether it is somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.unnamed.striking import without_people
from dispatch.queries.seen.conversation import Line
from dispatch.queries.seen.files import File
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Entry, EntryKind, Participant, RequestRow
from models.vocabulary import ActorRole

_people, _contacts, _requests = table_of(Person), table_of(ContactPoint), table_of(RequestRow)
_entries, _participants = table_of(Entry), table_of(Participant)
#: Names struck out of one request, those of its requester first.
_MOST_NAMES = 500
_LETTERS = re.compile(r"[^\W\d_]{3,40}")
#: Notes of the program itself that say who somebody is: who follows, who asked before, who was written to.
_TELLS_WHO = frozenset(["follows", "proposed", "requester", "outbound"])


@dataclass(slots=True)
class Hidden:
    """What must not be read in one request."""

    names: dict[str, None] = field(default_factory=dict)
    #: What stands before the @ of their addresses.
    beside: dict[str, None] = field(default_factory=dict)
    #: The official who typed its first message, and so its subject; None when no official did.
    typed_by: str | None = None

    def struck(self, text: str, typed_by: str | None, viewer: Viewer) -> str:
        """`text` as the official who looks reads it, by who typed it: their own words as they are, those of
        another official without what is an address, a number or a name by its form.
        """
        assert viewer.official is not None
        if typed_by == viewer.official.key:
            return text
        if typed_by is not None:
            return without_people(text, ())
        return without_people(text, tuple(self.names)[:_MOST_NAMES], tuple(self.beside)[:_MOST_NAMES])


def hidden_in(session: Session, in_force: InForce, request_ids: Sequence[int]) -> dict[int, Hidden]:
    """What is hidden in each of these requests."""
    found = {each: Hidden() for each in request_ids}
    if not request_ids:
        return found
    run = session.connection().execute
    for row in run(_first_messages(request_ids)):
        found[row.request_id].typed_by = typed_by(row.data, row.person_id, in_force)
    persons = _people_in(session, in_force, request_ids)
    known = _known_as(session, {each for theirs in persons.values() for each in theirs})
    for request_id, theirs in persons.items():
        hidden = found[request_id]
        for person_id in theirs:
            names, addresses = known.get(person_id, ((), ()))
            hidden.names.update(dict.fromkeys(names))
            hidden.beside.update(dict.fromkeys(map(_before_at, addresses)))
    written = sa.select(_participants.c.request_id, _participants.c.address)
    staff = _addresses_of_staff(in_force)
    for row in run(written.where(_participants.c.request_id.in_(request_ids))):
        if row.address not in staff:
            found[row.request_id].beside[_before_at(row.address)] = None
    return found


def typed_by(data: Mapping[str, Any], person_id: int | None, in_force: InForce) -> str | None:
    """The official who typed a line of a history, be it for a citizen who told them; None when none did."""
    of_desk = str(data.get("typed_by", ""))
    if of_desk.startswith("official:"):
        return of_desk.partition(":")[2]
    return data.get("official") or (in_force.official_of(person_id) if person_id is not None else None)


def unnamed_lines(lines: Iterable[Line], hidden: Hidden, viewer: Viewer, in_force: InForce) -> list[Line]:
    """The lines with nobody in them but staff; of their files the pictures, under names of ours."""
    found: list[Line] = []
    of_officials: dict[int, str | None] = {}
    for line in lines:
        typed = typed_by(line.data, line.person_id, in_force)
        # What was made of words of an official is theirs.
        typed = typed or of_officials.get(line.data.get("split_entry") or 0)
        of_officials[line.id] = typed
        if typed is None and line.kind == EntryKind.NOTE and not _TELLS_WHO.isdisjoint(line.data):
            continue
        pictures = tuple(
            File(file.id, f"photo-{file.id}", file.content_type, file.size_bytes, file.is_gone)
            for file in line.files
            if file.is_picture
        )
        who = "" if line.role == ActorRole.REQUESTER and line.person_id != viewer.person_id else line.who
        found.append(replace(line, text=hidden.struck(line.text, typed, viewer), who=who, files=pictures))
    return found


def _first_messages(request_ids: Sequence[int]) -> sa.Select[Any]:
    first = (
        sa.select(sa.func.min(_entries.c.id))
        .where(_entries.c.request_id.in_(request_ids), _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
    )
    columns = (_entries.c.request_id, _entries.c.data, _entries.c.person_id)
    return sa.select(*columns).where(_entries.c.id.in_(first))


def _people_in(session: Session, in_force: InForce, request_ids: Sequence[int]) -> dict[int, dict[int, None]]:
    """The persons who ask, asked before, wrote, are in copy, or report the same; whoever asks first."""
    by_request = _requests.c.id.in_(request_ids)
    asks = sa.select(_requests.c.id.label("request_id"), _requests.c.requester_id.label("person_id")).where(
        by_request
    )
    wrote = (
        sa.select(_entries.c.request_id, _entries.c.person_id)
        .where(
            _entries.c.request_id.in_(request_ids),
            _entries.c.actor_role == ActorRole.REQUESTER,
            _entries.c.person_id.is_not(None),
        )
        .distinct()
    )
    copied = (
        sa.select(_participants.c.request_id, _contacts.c.person_id)
        .join(_contacts, _contacts.c.value == _participants.c.address)
        .where(_participants.c.request_id.in_(request_ids))
    )
    joined = sa.select(
        _requests.c.merged_into_id.label("request_id"), _requests.c.requester_id.label("person_id")
    ).where(_requests.c.merged_into_id.in_(request_ids))
    named = (in_force.agent_persons, in_force.service_persons, in_force.official_persons)
    staff = {person for persons in named for person in persons.values()}
    found: dict[int, dict[int, None]] = {each: {} for each in request_ids}
    for query in (asks, wrote, copied, joined):
        for row in session.connection().execute(query):
            if query is asks or row.person_id not in staff:
                found[row.request_id][row.person_id] = None
    return found


def _known_as(session: Session, person_ids: set[int]) -> dict[int, tuple[list[str], list[str]]]:
    """What these persons are called under every record of theirs, and their addresses."""
    email = sa.and_(_contacts.c.person_id == _people.c.id, _contacts.c.kind == "email")
    # Two statements in one: each reads an index of its own.
    records = (
        sa.select(whose.label("whose"), _people.c.id.label("record"), _people.c.name, _contacts.c.value)
        .outerjoin(_contacts, email)
        .where(whose.in_(person_ids))
        for whose in (_people.c.id, _people.c.merged_into_id)
    )
    query = sa.union_all(*records).order_by("record")
    found: dict[int, tuple[list[str], list[str]]] = {}
    for row in session.connection().execute(query):
        names, addresses = found.setdefault(row.whose, ([], []))
        names.append(row.name or "")
        addresses.append(row.value or "")
    return found


def _addresses_of_staff(in_force: InForce) -> frozenset[str]:
    agents = in_force.organisation.agents
    return frozenset(email.casefold() for each in agents for email in each.emails)


def _before_at(address: str) -> str:
    """What stands before the @ of an address, as words; '' for a number."""
    local, at, _ = address.partition("@")
    return " ".join(_LETTERS.findall(local)) if at else ""
