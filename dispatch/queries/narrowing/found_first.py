"""Requests by their words, those in hand first, then newest first.

SQLite walks its index backwards and stops. An index of PostgreSQL gives all it has or nothing: there the
newest requests are read themselves first, since a word that many use stands in some of them, and few have any
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import True_
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import narrow
from dispatch.queries.seen.cards import in_hand, requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.spelled import spelled
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.vocabulary import OPEN_KINDS, StaffRole

#: The newest of all requests, and of those in hand, that PostgreSQL reads before it asks the index.
NEWEST, NEWEST_IN_HAND = 20_000, 6_000
#: Requests with the words that are compared with the rest of a filter, the newest first.
MOST_COMPARED = 20_000
#: So many that the rest of a filter leaves are read for the words before the index is asked.
FEW = 10_000
#: So many are compared to say how many there are, when the page is full.
ENOUGH_COMPARED = 4_000
_SAID = (requests.c.id, requests.c.state_kind)
#: As the index of those alone has it.
_newest_in_hand = (in_hand, requests.c.erased_at.is_(None))


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of what was found. `is_more`: more may be there, beyond those that were enough; `is_cut`: older
    ones with the words were not compared with the rest of the filter, and so may be missing.
    """

    ids: list[int]
    is_more: bool = False
    is_cut: bool = False


def ids_found(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    most: int,
    *,
    enough: int,
) -> Found:
    """The ids of the list, at most `most`; the asker needs but `enough`. Raises TooMuchToLookAt."""
    sought = spelled(session, reads, Sought.read(wanted.words))
    look = _Look(session, reads, (viewer, in_force, wanted, now), sought, most, enough)
    if wanted.late or wanted.state == "ouvertes":
        return look.in_hand()
    rows, is_more, is_cut = look.newest()
    if wanted.state != "toutes" or wanted.order == "recentes":
        return Found([row.id for row in rows], is_more, is_cut)
    open_ones = [row.id for row in rows if row.state_kind in OPEN_KINDS]
    # What is found is short as often as not, and then the index is asked once.
    if is_more or is_cut or len(rows) >= most:
        in_hand_first = look.in_hand()
        open_ones, is_more = in_hand_first.ids, is_more or in_hand_first.is_more
    others = [row.id for row in rows if row.state_kind not in OPEN_KINDS]
    return Found((open_ones + others)[:most], is_more, is_cut)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look for the words of a list; `given` is for whom, in what, by which filter and when."""

    session: Session
    reads: Reads
    given: tuple[Viewer, InForce, Wanted, datetime]
    sought: Sought
    most: int
    enough: int

    def _run(self, query: sa.Executable) -> sa.CursorResult[Any]:
        return self.session.connection().execute(query)

    def newest(self) -> tuple[list[Any], bool, bool]:
        """Ids and kinds of state, newest first; `is_more` and `is_cut` as of what is found."""
        if not self.reads.is_sqlite and (floor := self._floor((), NEWEST)):
            rows = self._walked(floor, only_open=False)
            if len(rows) >= self.enough:
                return rows, True, False
            if self._are_few(only_open=False):
                rows = self._walked(0, only_open=False)
                return rows, len(rows) == self.most, False
        return self._compared(only_open=False)

    def _are_few(self, *, only_open: bool) -> bool:
        """Whether the rest of the filter holds of so few that each can be read for the words; asked only of
        what an index finds.
        """
        viewer, in_force, wanted, now = self.given
        chosen = wanted.building or wanted.holder or wanted.kind or wanted.service or wanted.unanswered
        if not chosen and viewer.role is StaffRole.ADMINISTRATOR:
            return False
        rest = replace(wanted, words="")
        left = narrow(self.session, self.reads, viewer, in_force, rest, now, only_open=only_open)
        some = sa.select(sa.literal(1)).select_from(left.source).where(*left.where).limit(FEW).subquery()
        return bool(self._run(sa.select(sa.func.count()).select_from(some)).scalar_one() < FEW)

    def in_hand(self) -> Found:
        """Those in hand, newest first."""
        if not self.reads.is_sqlite and (floor := self._floor(_newest_in_hand, NEWEST_IN_HAND)):
            rows = self._walked(floor, only_open=True)
            if len(rows) >= self.enough:
                return Found([row.id for row in rows], is_more=True)
            if self._are_few(only_open=True):
                rows = self._walked(0, only_open=True)
                return Found([row.id for row in rows], is_more=len(rows) == self.most)
        rows, is_more, is_cut = self._compared(only_open=True)
        return Found([row.id for row in rows], is_more, is_cut)

    def _floor(self, among: Sequence[sa.ColumnElement[bool]], newest: int) -> int:
        """The id that so many of the `newest` are above; 0 when there are not so many."""
        query = sa.select(requests.c.id).where(*among)
        return self._run(query.order_by(requests.c.id.desc()).offset(newest).limit(1)).scalar() or 0

    def _walked(self, floor: int, *, only_open: bool) -> list[Any]:
        """Those above an id, each of which is read for the words."""
        viewer, in_force, wanted, now = self.given
        rest = replace(wanted, words="")
        left = narrow(self.session, self.reads, viewer, in_force, rest, now, only_open=only_open)
        query = sa.select(*_SAID)
        if self.sought.terms and any(not isinstance(each, True_) for each in left.rough):
            # Of all that is looked at few are left by the rest: their words alone are read.
            query = query.select_from(left.source.join(found.read_for(self.sought), sa.true()))
            query = query.where(*left.where, requests.c.id > floor)
        else:
            query = query.select_from(found.source(self.sought, is_sqlite=False))
            query = query.where(*left.where, *found.holds(self.sought, is_sqlite=False, newer_than=floor))
        return list(self._run(query.order_by(requests.c.id.desc()).limit(self.most)).all())

    def _compared(self, *, only_open: bool) -> tuple[list[Any], bool, bool]:
        """Those that the index gives, a portion after the other, as far as the rest of the filter holds."""
        viewer, in_force, wanted, now = self.given
        rest = replace(wanted, words="")
        narrowed = narrow(self.session, self.reads, viewer, in_force, rest, now, only_open=only_open)
        is_open: bool | None = True if only_open or wanted.late else None
        if wanted.state in ("ouvertes", "closes") and not is_open:
            is_open = wanted.state == "ouvertes"
        if is_open is False and not self.reads.is_sqlite:
            is_open = None  # nearly all are closed: an index that gives all it has would give those twice
        rows: list[Any] = []
        compared, before, size = 0, 0, self.most if self.reads.is_sqlite else max(self.most, MOST_COMPARED)
        while True:
            ids = self._candidates(is_open, before, size)
            query = found.of_ids(ids, _SAID, narrowed.where, is_sqlite=self.reads.is_sqlite)
            rows += sorted(self._run(query).all(), key=_id, reverse=True)
            compared += len(ids)
            if len(ids) < size or len(rows) >= self.most:
                return rows[: self.most], False, False
            if len(rows) >= self.enough and compared >= ENOUGH_COMPARED:
                return rows, True, False
            if compared >= max(MOST_COMPARED, self.most):
                return rows, True, len(rows) < self.enough
            before, size = ids[-1], min(4 * size, MOST_COMPARED)

    def _candidates(self, is_open: bool | None, before: int, size: int) -> list[int]:
        asked = found.candidates(
            self.sought, is_sqlite=self.reads.is_sqlite, is_open=is_open, before=before, most=size
        )
        return list(self._run(asked).scalars())


def _id(row: Any) -> int:
    return int(row.id)
