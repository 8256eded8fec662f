"""Requests by their words, those in hand first, then newest first.

SQLite walks its index backwards and stops. An index of PostgreSQL gives all it has or nothing: there the
newest requests are read themselves first, since a word that many use stands in some of them, and few have any
other. Then the index is asked for those alone that somebody may see; and what is in hand has its words in a
small table, which is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import True_
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import narrow, reach
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.spelled import spelled
from dispatch.queries.sought.whose import marks
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.vocabulary import OPEN_KINDS

#: The newest of all requests that PostgreSQL reads before it asks the index.
NEWEST = 20_000
#: Of what is in hand and holds the words so many are each read; of more the first of a list are soon met.
FEW_IN_HAND = 4_000
#: Requests with the words that are compared with the rest of a filter, the newest first.
MOST_COMPARED = 20_000
#: So many that the rest of a filter leaves are read for the words before the index is asked.
FEW = 10_000
#: So many are compared to say how many there are, when the page is full.
ENOUGH_COMPARED = 4_000
_SAID = (requests.c.id, requests.c.state_kind)


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
        if not self.reads.is_sqlite and (floor := self._floor()):
            rows = self._walked(floor)
            if len(rows) >= self.enough:
                return rows, True, False
            if self._are_few():
                rows = self._walked(0)
                return rows, len(rows) == self.most, False
        return self._compared(only_open=False)

    def _are_few(self) -> bool:
        """Whether so few are unanswered that each can be read for the words: no mark tells them."""
        viewer, in_force, wanted, now = self.given
        if not wanted.unanswered:
            return False
        left = narrow(self.session, self.reads, viewer, in_force, replace(wanted, words=""), now)
        return not reach(self.session, FEW, *left.where, source=left.source)

    def in_hand(self) -> Found:
        """Those in hand, newest first."""
        if self.reads.is_sqlite:
            rows, is_more, is_cut = self._compared(only_open=True)
            return Found([row.id for row in rows], is_more, is_cut)
        viewer, in_force, wanted, now = self.given
        whose = marks(viewer, in_force, wanted)
        some = found.some_of_theirs(self.sought, whose, FEW_IN_HAND + 1, only_in_hand=True)
        ids = list(self._run(some).scalars())
        rest = replace(wanted, words="")
        left = narrow(self.session, self.reads, viewer, in_force, rest, now, only_open=True)
        if len(ids) <= FEW_IN_HAND:
            query = found.of_ids(ids, _SAID, left.where, is_sqlite=False)
            kept = sorted((row.id for row in self._run(query)), reverse=True)
            return Found(kept[: self.most], is_more=len(kept) > self.most)
        walk = sa.select(requests.c.id).where(*left.where, *found.in_hand_with(self.sought, is_sqlite=False))
        met = list(self._run(walk.order_by(requests.c.id.desc()).limit(self.most)).scalars())
        return Found(met, is_more=len(met) == self.most)

    def _floor(self) -> int:
        """The id that the NEWEST are above; 0 when there are not so many."""
        query = sa.select(requests.c.id).order_by(requests.c.id.desc())
        return self._run(query.offset(NEWEST).limit(1)).scalar() or 0

    def _walked(self, floor: int) -> list[Any]:
        """Those above an id, each of which is read for the words."""
        viewer, in_force, wanted, now = self.given
        left = narrow(self.session, self.reads, viewer, in_force, replace(wanted, words=""), now)
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
        rows: list[Any] = []
        compared = 0
        for ids, is_last in self._portions(is_open):
            query = found.of_ids(ids, _SAID, narrowed.where, is_sqlite=self.reads.is_sqlite)
            rows += sorted(self._run(query).all(), key=_id, reverse=True)
            compared += len(ids)
            if is_last or len(rows) >= self.most:
                return rows[: self.most], False, False
            if len(rows) >= self.enough and compared >= ENOUGH_COMPARED:
                return rows, True, False
            if compared >= max(MOST_COMPARED, self.most):
                break
        return rows, True, len(rows) < self.enough

    def _portions(self, is_open: bool | None) -> Iterator[tuple[list[int], bool]]:
        """The ids that the index has, the highest first, and whether a portion is the last. SQLite's is
        walked on for each portion; PostgreSQL's is asked once, for those with the marks of whoever looks.
        """
        viewer, in_force, wanted, _ = self.given
        size, asked = self.most, max(self.most, MOST_COMPARED)
        if not self.reads.is_sqlite:
            whose = marks(viewer, in_force, wanted)
            query = found.candidates(self.sought, is_sqlite=False, most=asked, whose=whose)
            all_ids = list(self._run(query).scalars())
            at = 0
            while at < len(all_ids) or not at:
                after = at + size
                yield all_ids[at:after], after >= len(all_ids) < asked
                at, size = after, min(4 * size, MOST_COMPARED)
            return
        before = 0
        while True:
            query = found.candidates(self.sought, is_sqlite=True, is_open=is_open, before=before, most=size)
            ids = list(self._run(query).scalars())
            yield ids, len(ids) < size
            before, size = ids[-1], min(4 * size, MOST_COMPARED)


def _id(row: Any) -> int:
    return int(row.id)
