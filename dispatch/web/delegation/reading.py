"""Requests as an elected official sees those of their delegation: what a requester may read, and nobody named
unless the organisation says so. Lists, pages, search and exports are made of these alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.merging import all_known_as
from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.conversation import Line, left_already, public_lines, read_histories
from dispatch.queries.seen.listing import MOST_COUNTED, PAGE, Listing, ids_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.said import says
from dispatch.sight.viewer import Delegation, Viewer
from dispatch.web.delegation.hidden import hidden_in, unnamed_lines
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import Followed
from models.tables.people import ContactPoint
from models.tables.requests import Entry, EntryKind
from models.values import Reference

_contacts = table_of(ContactPoint)
_followed, _entries = table_of(Followed), table_of(Entry)
#: Requests that the index proposes and whose shown words are read, of one search: the newest.
MOST_SOUGHT = 100
#: Requests of one export.
MOST_TAKEN = 2_000


@dataclass(frozen=True, slots=True)
class DelegatedRequest:
    """One request of a delegation, as its official may read it."""

    card: Card
    lines: list[Line]
    address: str
    #: Where the requester is reached; empty where names are hidden.
    contacts: tuple[str, ...]
    is_followed: bool


def list_delegated(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    undoable_since: datetime,
) -> Listing:
    """The page of the list that `wanted` asks for. Words are looked for in what is shown, so that no search
    tells what is hidden. Raises TooMuchToLookAt.
    """
    most = MOST_COUNTED + 1
    ids = ids_delegated(session, reads, viewer, in_force, wanted, now, undoable_since, most)
    start = (wanted.page - 1) * PAGE
    cards = cards_delegated(session, viewer, in_force, now, ids[start : start + PAGE])
    shown = min(len(ids), MOST_COUNTED)
    return Listing(cards, shown, len(ids) > MOST_COUNTED, wanted.page, max(1, -(-shown // PAGE)))


def ids_delegated(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    undoable_since: datetime,
    most: int,
) -> list[int]:
    """The ids of the list, at most `most`, in its order."""
    if not wanted.words:
        return ids_seen(session, reads, viewer, in_force, wanted, now, most)
    sought = Sought.read(wanted.words)
    found = ids_seen(session, reads, viewer, in_force, wanted, now, min(most, MOST_SOUGHT))
    cards = {card.id: card for card in cards_delegated(session, viewer, in_force, now, found)}
    histories = _histories(session, viewer, in_force, found, undoable_since)

    def is_shown(request_id: int) -> bool:
        card = cards[request_id]
        said = [card.subject, card.requester, card.building, card.service]
        text = "\n".join((*said, *(line.text for line in histories[request_id])))
        return says(sought, text, Reference.parse(card.reference))

    return [each for each in found if each in cards and is_shown(each)]


def cards_delegated(
    session: Session, viewer: Viewer, in_force: InForce, now: datetime, ids: Sequence[int]
) -> list[Card]:
    """The requests of these ids in a line each, in their order."""
    cards = read_cards(session, in_force, viewer.locale, now, ids)
    if _delegation(viewer).names:
        return cards
    hidden = hidden_in(session, in_force, [card.id for card in cards])

    def subject(card: Card) -> str:
        of_card = hidden[card.id]
        return of_card.struck(card.subject, of_card.typed_by, viewer)

    return [replace(card, requester="", subject=subject(card)) for card in cards]


def read_delegated(
    session: Session,
    viewer: Viewer,
    in_force: InForce,
    now: datetime,
    undoable_since: datetime,
    request_id: int,
) -> DelegatedRequest:
    """One request, which the caller found to be part of the delegation."""
    run = session.connection().execute
    row = run(sa.select(requests.c.address, requests.c.requester_id).where(requests.c.id == request_id)).one()
    contacts: tuple[str, ...] = ()
    if _delegation(viewer).names:
        written = sa.select(_contacts.c.written).where(_contacts.c.person_id == row.requester_id)
        contacts = tuple(run(written.order_by(_contacts.c.id)).scalars())
    follows = sa.select(_followed.c.request_id).where(
        _followed.c.request_id == request_id,
        _followed.c.official_id == in_force.official_ids.get(_delegation(viewer).key, 0),
    )
    return DelegatedRequest(
        cards_delegated(session, viewer, in_force, now, [request_id])[0],
        _histories(session, viewer, in_force, [request_id], undoable_since)[request_id],
        _address(session, viewer, in_force, request_id, row.address),
        contacts,
        run(follows).first() is not None,
    )


def _address(session: Session, viewer: Viewer, in_force: InForce, request_id: int, address: str) -> str:
    """Where it is: what was typed into that field may be more than an address."""
    if _delegation(viewer).names or not address:
        return address
    hidden = hidden_in(session, in_force, [request_id])[request_id]
    notes = sa.select(_entries.c.data).where(
        _entries.c.request_id == request_id, _entries.c.kind == EntryKind.NOTE
    )
    is_corrected = any("address" in data for data in session.connection().execute(notes).scalars())
    return hidden.struck(address, None if is_corrected else hidden.typed_by, viewer)


def _histories(
    session: Session,
    viewer: Viewer,
    in_force: InForce,
    request_ids: Sequence[int],
    undoable_since: datetime,
) -> dict[int, list[Line]]:
    """The histories as the official reads them: what left for the requester, their own words, and notes where
    those are shown.
    """
    asked = sa.select(requests.c.id, requests.c.requester_id).where(requests.c.id.in_(request_ids))
    requesters = {row.id: row.requester_id for row in session.connection().execute(asked)}
    records = all_known_as(session, set(requesters.values()))
    hides = not _delegation(viewer).names
    hidden = hidden_in(session, in_force, request_ids) if hides else {}
    found: dict[int, list[Line]] = {}
    for request_id, everything in read_histories(session, request_ids).items():
        public = public_lines(everything, records[requesters[request_id]])
        lines = _shown(viewer, everything, {line.id for line in left_already(public, undoable_since)})
        found[request_id] = unnamed_lines(lines, hidden[request_id], viewer, in_force) if hides else lines
    return found


def _shown(viewer: Viewer, everything: Sequence[Line], public: set[int]) -> list[Line]:
    notes = _delegation(viewer).notes
    for line in everything:
        is_note = line.kind == EntryKind.NOTE and line.is_message and not line.withdrawn
        if is_note and (notes or line.person_id == viewer.person_id):
            public.add(line.id)
    return [
        replace(line, quoted="", sendings=(), files=[each for each in line.files if not each.is_covered])
        for line in everything
        if line.id in public
    ]


def _delegation(viewer: Viewer) -> Delegation:
    assert viewer.official is not None
    return viewer.official
