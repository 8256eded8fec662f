"""What a request is called, here and by a partner outside, and which other requests it is tied to."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.entries import write_entry
from intake.mail.wire.subjects import bare_subject, is_answer
from intake.message import ParsedMessage
from models.folding import fold, words
from models.organisation import Town
from models.store.batching.rows import batch_of
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestLink, RequestRow
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_links, _forwardings, _requests = table_of(RequestLink), table_of(Forwarding), table_of(RequestRow)
#: Linked requests that a letter names; the page of the request shows them all.
_NAMED = 5
#: How a line begins that staff write about a request; in how many lines and characters it is looked for.
_BEGUN = re.compile(r"\W{0,5}(?:(?:la |le )?(?:demande|dossier|request) )?(?:n° ?)?20\d\d-\d", re.IGNORECASE)
_FIRST_LINES, _BEGINNING = 3, 2_000
#: Open requests of one person that a subject is compared with, and its characters.
_OPEN, _SUBJECT = 200, 300
_NEXT_NUMBER = sa.text(
    "INSERT INTO reference_counter (year, last_number) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last_number = reference_counter.last_number + 1 RETURNING last_number"
)

_LAST_NUMBER = sa.text(
    "INSERT INTO reference_counter (year, last_number) VALUES (:year, 0) "
    "ON CONFLICT (year) DO UPDATE SET last_number = reference_counter.last_number RETURNING last_number"
)
_KEEP_NUMBER = sa.text("UPDATE reference_counter SET last_number = :last_number WHERE year = :year")


def next_reference(session: Session, now: datetime, town: Town) -> Reference:
    """The name of a new request: no gap, since the counter moves in the transaction that uses it."""
    year = town.local_day(now).year
    run, batch = session.connection().execute, batch_of(session)
    if batch is None:
        return Reference(year, run(_NEXT_NUMBER, {"year": year}).scalar_one())
    # Locked until the transaction ends: nobody else has a number meanwhile.
    last = batch.fact(
        ("reference", year), lambda: [run(_LAST_NUMBER, {"year": year}).scalar_one()], (), apart=True
    )
    last[0] += 1
    batch.change_last(("reference", year), _KEEP_NUMBER, {"year": year, "last_number": last[0]})
    return Reference(year, last[0])


def note_their_number(session: Session, forwarding_id: int, number: str) -> None:
    """Keep what a partner outside calls a request that was passed on to them: later mail of theirs that names
    it belongs to that request.
    """
    session.connection().execute(
        sa.update(_forwardings).where(_forwardings.c.id == forwarding_id).values(their_number=number)
    )


def link(change: Change, other_id: int, reason: str) -> None:
    """Tie the request to another one, unless they are tied already; said in the history of each."""
    session, own_id, now = change.session, change.request.id, change.now
    pairs = [(own_id, other_id), (other_id, own_id)]
    tied = sa.select(_links.c.id).where(sa.tuple_(_links.c.request_id, _links.c.other_id).in_(pairs))
    if session.connection().execute(tied.limit(1)).first() is None:
        session.connection().execute(
            sa.insert(_links).values(request_id=own_id, other_id=other_id, reason=reason, created_at=now)
        )
    for one, other in pairs:
        data = {"request_id": other, "reason": reason}
        write_entry(session, one, EntryKind.LINK, SYSTEM, now, data=data)


def _linked_to(ids: sa.BindParameter[Any]) -> sa.Select[Any]:
    ways = ((_links.c.request_id, _links.c.other_id), (_links.c.other_id, _links.c.request_id))
    pairs = sa.union(
        *(
            sa.select(_links.c.id, mine.label("mine"), other.label("other")).where(mine.in_(ids))
            for mine, other in ways
        )
    ).subquery()
    return (
        sa.select(pairs.c.mine, _requests.c.year, _requests.c.number)
        .join(_requests, _requests.c.id == pairs.c.other)
        .order_by(pairs.c.id)
    )


#: Made once: asked for every batch of notices.
_LINKED = _linked_to(sa.bindparam("ids", expanding=True))


def linked_references(session: Session, request_ids: Collection[int]) -> dict[int, list[str]]:
    """The references of the requests to which each of `request_ids` is linked, whichever named the other; the
    first few, oldest link first.
    """
    if not request_ids:
        return {}
    found: dict[int, list[str]] = {}
    for row in session.connection().execute(_LINKED, {"ids": list(request_ids)}):
        named = found.setdefault(row.mine, [])
        if len(named) < _NAMED:
            named.append(str(Reference(row.year, row.number)))
    return found


def find_begun(session: Session, text: str) -> int | None:
    """The request with whose reference one of the first lines begins, as staff write orders: « 2026-00042
    terminé », « Demande 2026-00042 : … ».
    """
    written = [line for line in text[:_BEGINNING].splitlines() if line.strip()][:_FIRST_LINES]
    begun = next((line for line in written if _BEGUN.match(line)), "")
    return find_mentioned(session, begun)


def find_mentioned(session: Session, subject: str) -> int | None:
    """The request whose reference is written in full in `subject`, whoever wrote it."""
    reference = Reference.find(subject)
    if reference is None:
        return None
    query = sa.select(_requests.c.id).where(
        _requests.c.year == reference.year, _requests.c.number == reference.number
    )
    return session.connection().execute(query).scalar()


def find_called(session: Session, parsed: ParsedMessage, person_id: int | None) -> int | None:
    """The one open request of that person whose subject « Re: … » answers, where no header says what is
    answered; None where several bear it, or it answers nothing, or names nothing.
    """
    wanted = _named_as(parsed.subject) if is_answer(parsed.subject) else []
    if person_id is None or not wanted or parsed.in_reply_to or parsed.references:
        return None
    query = sa.select(_requests.c.id, _requests.c.subject).where(
        _requests.c.requester_id == person_id, _requests.c.state_kind.in_(OPEN_KINDS)
    )
    rows = session.connection().execute(query.order_by(_requests.c.id.desc()).limit(_OPEN)).all()
    found = [row.id for row in rows if _named_as(row.subject) == wanted]
    return found[0] if len(found) == 1 else None


def _named_as(subject: str) -> list[str]:
    return words(fold(bare_subject(subject)[:_SUBJECT]))
