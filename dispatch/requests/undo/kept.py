"""What staff did lately, kept so that it can be undone by any way, and the letters that tell of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.notices.joined import joined_to
from dispatch.notices.new_notice import INSTEAD, instead_of
from dispatch.notices.together import with_fate
from dispatch.requests.undo.standing import Standing, standing_of
from models.settings.settings import Settings
from models.tables.acts import StaffAct
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry
from models.vocabulary import Audience

_acts, _outbox, _entries = table_of(StaffAct), table_of(OutboundMessage), table_of(Entry)
#: How the proof of a program begins: it has a key, and is no person.
PROGRAM = "api:"
#: What of a letter is that of the one which lists it.
_FATE = ("state", "leased_until", "sent_at")


@dataclass(frozen=True, slots=True)
class Begun:
    """A request as it was when somebody began to act on it, and the last line of its history then."""

    standing: Standing
    last_entry_id: int


def undo_window(settings: Settings) -> timedelta:
    """How long an act can be undone: at least as long as its words, and those who are told, wait."""
    wait = max(settings.agents.publish_delay_seconds, settings.web.undo_seconds)
    return max(timedelta(minutes=settings.agents.undo_minutes), timedelta(seconds=wait))


def begin(change: Change) -> Begun:
    """The request before it is acted on: what `note_act` compares with."""
    return Begun(
        standing_of(change.session, change.request.id), _last_entry(change.session, change.request.id)
    )


def note_act(change: Change, begun: Begun, *, final: str = "") -> None:
    """Keep what whoever acts did to the request since; nothing when they changed nothing and wrote no line.

    Words on their way to the requester are a change, too, and so is a note: an act that was not kept would
    have an older one undone in its stead. `final` says what of it nothing can undo.
    """
    person_id, proof = change.actor.person_id, change.actor.proof
    if person_id is None and not proof.startswith(PROGRAM):
        return
    before, after = begun.standing, standing_of(change.session, change.request.id)
    letters = letters_of(change.session, change.cause, change.request.id, person_id)
    first, last = _entries_since(change.session, change.request.id, begun.last_entry_id)
    told = any(row.audience == Audience.REQUESTER for row in letters)
    if not (first or told or after != before):
        return
    # A link that is gone is not made again.
    unlinked = "unlinked" if set(before["links"]) - set(after["links"]) else ""
    change.session.connection().execute(
        sa.insert(_acts).values(
            request_id=change.request.id,
            person_id=person_id,
            cause=change.cause,
            entry_id=first,
            last_entry_id=last or begun.last_entry_id,
            at=change.now,
            proof=proof[:64],
            final=final or unlinked,
            before=before,
            after=after,
        )
    )


def did_last(change: Change, joined_from: int | None) -> int:
    """The request that the actor acted on last, of this one and those that are joined to it (`joined_from`:
    the one whose notice they answered); this one without an act.
    """
    ids = {change.request.id, *joined_to(change.session, change.request.id)}
    query = (
        sa.select(_acts.c.request_id)
        .where(
            _acts.c.request_id.in_(ids if joined_from is None else ids | {joined_from}),
            _of(change.actor.person_id, change.actor.proof),
        )
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    return change.session.connection().execute(query).scalar() or change.request.id


def forget_acts(session: Session, before: datetime) -> None:
    """Forget what was done before then: nothing undoes it any more; the history keeps it."""
    session.connection().execute(sa.delete(_acts).where(_acts.c.at < before))


def forget_addresses(session: Session, addresses: Iterable[str]) -> None:
    """Strike addresses and numbers of somebody who is forgotten out of how requests stood: at once, not when
    the acts go.
    """
    gone, run = frozenset(addresses), session.connection().execute
    spelled = {each for address in gone for each in (address, json.dumps(address)[1:-1])}
    held = [
        sa.cast(column, sa.Text).contains(each, autoescape=True)
        for each in sorted(spelled)
        for column in (_acts.c.before, _acts.c.after)
    ]
    if not held:
        return
    for row in run(sa.select(_acts.c.id, _acts.c.before, _acts.c.after).where(sa.or_(*held))).all():
        struck = {
            name: {**stood, "addresses": [each for each in stood["addresses"] if each not in gone]}
            for name, stood in (("before", row.before), ("after", row.after))
        }
        run(sa.update(_acts).where(_acts.c.id == row.id).values(**struck))


def last_act(
    session: Session, request_id: int, person_id: int | None, proof: str = "", *, standing: bool = False
) -> Any:
    """What the person, or the program of that proof, did last to the request, undone or not (`standing`: not
    undone); None when nothing is kept.
    """
    query = (
        sa.select(_acts)
        .where(_acts.c.request_id == request_id, _of(person_id, proof))
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    if standing:
        query = query.where(_acts.c.undone_at.is_(None))
    return session.connection().execute(query).first()


def wrote(act: Any, entry_id: int) -> bool:
    """Whether that line of the history is one of the act."""
    return act is not None and 0 < act.entry_id <= entry_id <= act.last_entry_id


def letters_of(
    session: Session, cause: str, request_id: int, person_id: int | None, *, lock: bool = True
) -> Sequence[Any]:
    """What was to be told because of the act, about joined requests too; not what its doer was told. State
    and lease are those of the letter that lists it, where one told of many.
    """
    instead = _outbox.c.unique_key.startswith(f"{INSTEAD}:")
    query = (
        sa.select(*(with_fate(each.name) if each.name in _FATE else each for each in _outbox.c))
        .where(
            sa.or_(_outbox.c.unique_key.contains(f":{cause}:", autoescape=True), instead),
            _outbox.c.request_id.in_([request_id, *joined_to(session, request_id)]),
            sa.or_(
                _outbox.c.audience == Audience.REQUESTER,
                _outbox.c.person_id.is_(None),
                sa.true() if person_id is None else _outbox.c.person_id != person_id,
            ),
        )
        .order_by(_outbox.c.id)
    )
    rows = session.connection().execute(query.with_for_update(of=_outbox) if lock else query).all()
    first = {row.id for row in rows if instead_of(row.unique_key) is None}
    # What could not arrive went another way: those are the same words.
    return [row for row in rows if (instead_of(row.unique_key) or row.id) in first]


def changed_by(act: Any, name: str) -> bool:
    """Whether the act changed that column of the request's row."""
    rows: tuple[Mapping[str, Any], Mapping[str, Any]] = act.before["row"], act.after["row"]
    return rows[0].get(name) != rows[1].get(name)


def _of(person_id: int | None, proof: str) -> sa.ColumnElement[bool]:
    if person_id is not None:
        return _acts.c.person_id == person_id
    return sa.and_(_acts.c.person_id.is_(None), _acts.c.proof == proof[:64])


def _last_entry(session: Session, request_id: int) -> int:
    query = sa.select(sa.func.max(_entries.c.id)).where(_entries.c.request_id == request_id)
    return session.connection().execute(query).scalar() or 0


def _entries_since(session: Session, request_id: int, entry_id: int) -> tuple[int, int]:
    query = sa.select(sa.func.min(_entries.c.id), sa.func.max(_entries.c.id)).where(
        _entries.c.request_id == request_id, _entries.c.id > entry_id
    )
    first, last = session.connection().execute(query).one()
    return (first or 0, last or 0)
