"""People found by their name, an address or a number: those whose requests the viewer works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.found_first import MOST_COMPARED, NEWEST
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.said import says
from dispatch.queries.sought.whose import marks
from dispatch.sight.conditions import knows, works_on
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.values import ContactKind, PhoneNumber
from models.vocabulary import StaffRole

_people, _contacts = table_of(Person), table_of(ContactPoint)
#: People of one page; requests with the words whose requesters are looked at, the newest first: a word that
#: half the town writes names nobody.
MOST_PEOPLE, MOST_LOOKED = 50, 1500
#: Ids of one statement.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who asked. `requests`: how many of theirs the viewer sees whole."""

    id: int
    name: str
    kind: str
    contacts: tuple[str, ...]
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """People, whose requests are the newest first; `is_more` when not all who may be meant were looked at."""

    people: Sequence[KnownPerson] = ()
    is_more: bool = False


def find_known(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    typed: str,
    contact: tuple[ContactKind, str] | None,
) -> Found:
    """Whoever `viewer` may look up and has all words of `typed` in their name, addresses and numbers; and
    whoever is reached at `contact`, when what was typed is one. Raises TooMuchToLookAt.
    """
    sought = Sought.read(typed)
    if not sought.terms:
        return Found()
    ids = dict.fromkeys(_reached_at(session, viewer, in_force, contact))
    rows, is_more = _who_asked(session, reads, viewer, in_force, sought)
    ids |= dict.fromkeys(rows[:MOST_LOOKED])
    known = _read(session, list(ids), sought, contact)
    shown = known[:MOST_PEOPLE]
    counts = _counted(session, viewer, in_force, [each.id for each in shown])
    people = [
        KnownPerson(each.id, each.name, each.kind, each.contacts, counts.get(each.id, 0)) for each in shown
    ]
    return Found(people, is_more=is_more or len(known) > MOST_PEOPLE)


def _who_asked(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, sought: Sought
) -> tuple[list[int], bool]:
    """Whose requests the viewer sees whole and hold the words, newest first; and whether there are more."""
    run, theirs = session.connection().execute, (works_on(viewer, in_force), requests.c.erased_at.is_(None))
    columns = (requests.c.requester_id, requests.c.id)
    if not reads.is_sqlite and viewer.role is not StaffRole.ADMINISTRATOR:
        # What many have is soon met; else the index is asked alone, and what it has is read by its number.
        newest = sa.select(requests.c.id).order_by(requests.c.id.desc()).offset(NEWEST).limit(1)
        floor = run(newest).scalar() or 0
        read = sa.select(*columns).select_from(requests.join(found.read_for(sought), sa.true()))
        read = read.where(*theirs, requests.c.id > floor).order_by(requests.c.id.desc())
        met = run(read.limit(MOST_LOOKED + 1)).all()
        if len(met) <= MOST_LOOKED and floor:
            whose = marks(viewer, in_force, Wanted(state="toutes"))
            proposed = found.candidates(sought, is_sqlite=False, most=MOST_COMPARED, whose=whose)
            ids = list(run(proposed).scalars())
            met = sorted(
                run(found.of_ids(ids, columns, theirs, is_sqlite=False)).all(), key=lambda row: -row.id
            )
            return [row.requester_id for row in met], len(met) > MOST_LOOKED or len(ids) == MOST_COMPARED
        return [row.requester_id for row in met], len(met) > MOST_LOOKED
    asked = sa.select(*columns).select_from(found.source(sought, is_sqlite=reads.is_sqlite))
    asked = asked.where(*found.holds(sought, is_sqlite=reads.is_sqlite), *theirs)
    asked = asked.order_by(found.newest_first(sought, is_sqlite=reads.is_sqlite)).limit(MOST_LOOKED + 1)
    rows = [row.requester_id for row in run(asked)]
    return rows, len(rows) > MOST_LOOKED


def dialled(number: str) -> str:
    """A number (E.164) as people write it, `06 39 98 00 12`."""
    return PhoneNumber(number).national


def _reached_at(
    session: Session, viewer: Viewer, in_force: InForce, contact: tuple[ContactKind, str] | None
) -> Iterable[int]:
    """Whoever has exactly that address or number, if the viewer may look them up; perhaps without a
    request.
    """
    if contact is None:
        return
    kind, value = contact
    query = sa.select(_contacts.c.person_id).where(_contacts.c.kind == kind, _contacts.c.value == value)
    person_id = session.connection().execute(query).scalar()
    if knows(session, viewer, in_force, person_id or 0) and person_id is not None:
        yield person_id


def _read(
    session: Session, ids: Sequence[int], sought: Sought, contact: tuple[ContactKind, str] | None
) -> list[KnownPerson]:
    """Those of the persons whose name and contacts hold the words, in the order of `ids`."""
    by_id: dict[int, KnownPerson] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        contacts: dict[int, list[Any]] = {}
        run = session.connection().execute
        columns = (_contacts.c.person_id, _contacts.c.kind, _contacts.c.value, _contacts.c.written)
        for row in run(sa.select(*columns).where(_contacts.c.person_id.in_(some)).order_by(_contacts.c.id)):
            contacts.setdefault(row.person_id, []).append(row)
        for person in run(
            sa.select(_people.c.id, _people.c.name, _people.c.kind, _people.c.told_phone).where(
                _people.c.id.in_(some), _people.c.erased_at.is_(None), _people.c.merged_into_id.is_(None)
            )
        ):
            theirs = contacts.get(person.id, [])
            is_meant = contact is not None and any((each.kind, each.value) == contact for each in theirs)
            if is_meant or says(sought, _words_of(person, theirs), None):
                shown = tuple(dialled(each.value) if _is_number(each) else each.written for each in theirs)
                by_id[person.id] = KnownPerson(person.id, person.name, person.kind, shown)
    return [by_id[each] for each in ids if each in by_id]


def _words_of(person: Any, contacts: Sequence[Any]) -> str:
    """Everything that a person is found by, numbers as they are kept and as they are dialled."""
    numbers = [each.value for each in contacts if _is_number(each)]
    numbers += [person.told_phone] if person.told_phone else []
    as_dialled = [dialled(each) for each in numbers]
    addresses = [each.written for each in contacts if not _is_number(each)]
    together = [each.replace(" ", "") for each in as_dialled]
    return " ¶ ".join((person.name, *addresses, *numbers, *as_dialled, *together))


def _is_number(contact: Any) -> bool:
    return bool(contact.kind == ContactKind.PHONE)


def _counted(session: Session, viewer: Viewer, in_force: InForce, ids: Sequence[int]) -> dict[int, int]:
    query = (
        sa.select(requests.c.requester_id, sa.func.count())
        .where(requests.c.requester_id.in_(ids), requests.c.erased_at.is_(None), works_on(viewer, in_force))
        .group_by(requests.c.requester_id)
    )
    return {row[0]: row[1] for row in session.connection().execute(query)} if ids else {}
