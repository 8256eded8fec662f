"""Words that were typed for a request and not sent: kept on the server, never written over by other words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import Entry
from models.tables.sessions import Draft, DraftField

_drafts, _entries, _people = table_of(Draft), table_of(Entry), table_of(Person)
#: Fields of the page of a request whose words are kept.
FIELDS = {"texte": DraftField.ANSWER, "note": DraftField.NOTE, "commentaire": DraftField.COMMENT}
#: Texts of one field that one person has at a time: typed in as many places at once.
MOST_AT_ONCE = 10
#: Whoever touched their words so lately is writing.
WRITING = timedelta(minutes=2)
#: How long the very words that were sent may still be on their way here as a draft.
JUST_NOW = timedelta(minutes=10)


class TooManyDrafts(Exception):
    """The same words are begun in more places than anybody writes in."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft; `version` is what its next writer must have read."""

    id: int
    version: int
    text: str
    at: datetime

    @property
    def mark(self) -> str:
        """What a form carries to say which words it goes on with."""
        return f"{self.id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Base:
    """The draft that a form was made from, as it was then; 0 for none."""

    id: int = 0
    version: int = 0

    @classmethod
    def of(cls, mark: str) -> Base:
        """The base that `Kept.mark` wrote; none for anything else."""
        number, _, version = mark.partition(":")
        are_numbers = all(
            each.isascii() and each.isdecimal() and len(each) < 10 for each in (number, version)
        )
        return cls(int(number), int(version)) if are_numbers else cls()


def drafts_of(session: Session, person_id: int, request_id: int) -> dict[str, list[Kept]]:
    """Somebody's drafts for a request, by the names of the page's fields, the last touched first."""
    names = {field: name for name, field in FIELDS.items()}
    rows = session.connection().execute(
        sa.select(_drafts)
        .where(_drafts.c.person_id == person_id, _drafts.c.request_id == request_id)
        .order_by(_drafts.c.updated_at.desc(), _drafts.c.id.desc())
    )
    found: dict[str, list[Kept]] = {}
    for row in rows:
        found.setdefault(names[DraftField(row.field)], []).append(
            Kept(row.id, row.version, row.text, row.updated_at)
        )
    return found


def keep(
    session: Session,
    person_id: int,
    request_id: int,
    field: DraftField,
    text: str,
    base: Base,
    now: datetime,
) -> Kept | None:
    """Keep `text`, which goes on from `base`; None when there is nothing to keep: no words, or words that
    were sent meanwhile.

    When the draft was changed elsewhere since `base`, both texts stay. Raises TooManyDrafts.
    """
    run = session.connection().execute
    mine = sa.and_(
        _drafts.c.person_id == person_id, _drafts.c.request_id == request_id, _drafts.c.field == field
    )
    unchanged = sa.and_(mine, _drafts.c.id == base.id, _drafts.c.version == base.version)
    if not text.strip():
        run(sa.delete(_drafts).where(unchanged))
        return None
    if base.id and (found := _go_on(session, unchanged, text, now)) is not None:
        return found
    # Two of one person's first drafts, saved at the same moment by two windows, come one after the other.
    run(sa.select(_people.c.id).where(_people.c.id == person_id).with_for_update(key_share=True))
    others = run(sa.select(_drafts.c.id, _drafts.c.text).where(mine)).all()
    for other in others:
        # Nothing is lost of words that the new ones begin with.
        if text.startswith(other.text):
            found = _go_on(session, sa.and_(mine, _drafts.c.id == other.id), text, now)
            if found is not None:
                return found
    if _was_sent(session, person_id, request_id, text, now):
        return None
    if len(others) >= MOST_AT_ONCE:
        raise TooManyDrafts
    made = run(
        sa.insert(_drafts)
        .values(person_id=person_id, request_id=request_id, field=field, text=text, version=1, updated_at=now)
        .returning(_drafts.c.id)
    )
    return Kept(int(made.scalar_one()), 1, text, now)


def drop(session: Session, person_id: int, request_id: int, *, base: Base, text: str = "") -> None:
    """Forget the draft that was sent, or that its writer gives up: as `base` knows it, and its equals."""
    same = [sa.and_(_drafts.c.id == base.id, _drafts.c.version == base.version)]
    if text.strip():
        same.append(_drafts.c.text == text)
    session.connection().execute(
        sa.delete(_drafts).where(
            _drafts.c.person_id == person_id, _drafts.c.request_id == request_id, sa.or_(*same)
        )
    )


# Made once: each list and each request asks it.
_WRITTEN_NOW = (
    sa.select(_drafts.c.request_id, _drafts.c.person_id, _drafts.c.field)
    .where(
        _drafts.c.request_id.in_(sa.bindparam("requests", expanding=True)),
        _drafts.c.updated_at > sa.bindparam("since"),
        _drafts.c.person_id != sa.bindparam("besides"),
    )
    .order_by(_drafts.c.id)
)


def writing(
    session: Session, request_ids: Sequence[int], now: datetime, *, besides: int
) -> dict[int, list[tuple[int, DraftField]]]:
    """Who writes about each of the requests now, and what; `besides` the person who looks."""
    given = {"requests": list(request_ids), "since": now - WRITING, "besides": besides}
    rows = session.connection().execute(_WRITTEN_NOW, given)
    found: dict[int, list[tuple[int, DraftField]]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append((row.person_id, DraftField(row.field)))
    return found


def with_drafts(session: Session, person_id: int) -> list[int]:
    """Requests for which somebody has words that they have not sent, the last touched first."""
    last = sa.func.max(_drafts.c.updated_at)
    query = sa.select(_drafts.c.request_id).where(_drafts.c.person_id == person_id)
    rows = session.connection().execute(query.group_by(_drafts.c.request_id).order_by(last.desc()).limit(50))
    return list(rows.scalars())


def draft_of(found: Collection[Kept], number: str) -> Kept | None:
    """The draft of that number among those found."""
    return next((each for each in found if str(each.id) == number), None)


def _go_on(session: Session, which: sa.ColumnElement[bool], text: str, now: datetime) -> Kept | None:
    changed = session.connection().execute(
        sa.update(_drafts)
        .where(which)
        .values(text=text, version=_drafts.c.version + 1, updated_at=now)
        .returning(_drafts.c.id, _drafts.c.version)
    )
    row = changed.first()
    return Kept(row.id, row.version, text, now) if row is not None else None


def _was_sent(session: Session, person_id: int, request_id: int, text: str, now: datetime) -> bool:
    """Whether the very words stand in the history already, by the same person: they were sent from elsewhere
    while they were on their way here.
    """
    query = sa.select(_entries.c.id).where(
        _entries.c.request_id == request_id,
        _entries.c.person_id == person_id,
        _entries.c.text == text.strip(),
        _entries.c.at > now - JUST_NOW,
    )
    return session.connection().execute(query.limit(1)).first() is not None
