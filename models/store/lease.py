"""The one lease of all queues: rows claimed under a fence, moved by who holds it, given back, or freed by
recovery when their holder died.

A queue is a table with the columns `state`, `attempts`, `deaths`, `next_attempt_at`, `leased_until`,
`leased_by` and `fence`. Two counts are kept apart:

- `attempts`: tries that failed, and the one under way; a lease given back untouched takes its own back;
- `deaths`: leases that were never given back, because their holder died or was away for too long. They
  say little about the row: a process may be killed from outside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session

from models.store.batching.batch import Batch
from models.store.database import Database

#: A stored time further ahead than this is no wait of ours that a clock could have made wrong.
LONGEST_DRIFT = timedelta(days=2)
#: Claims of one table that are kept as statements; more than anybody asks for.
_MOST_CLAIMS = 64


def literal(state: str) -> sa.ColumnElement[str]:
    """A state as it stands in the statement itself: only then an index of the rows in one state is used.

    SQLite never looks at parameters for it, PostgreSQL no more once it keeps a plan.
    """
    if not state.isidentifier():
        raise ValueError(state)
    return sa.literal_column(f"'{state}'", sa.String())


class Held(Protocol):
    """A claimed row, as whoever holds it knows it."""

    @property
    def id(self) -> int: ...

    @property
    def fence(self) -> int: ...


class Leases:
    """The leases of one table. Every method works in the caller's transaction and commits nothing.

    `waiting` is the state of rows that can be claimed, `columns` what a claim gives back of each, `order`
    the columns that say which is first.
    """

    def __init__(
        self,
        table: sa.Table,
        waiting: str,
        columns: Iterable[str],
        *,
        written_at: str,
        order: Sequence[str] = ("id",),
    ) -> None:
        self.table = table
        self._claims: dict[tuple[int, ...], tuple[object, sa.Executable]] = {}
        #: When a row was written.
        self.written_at = table.c[written_at]
        self._waiting = waiting
        self._columns = [table.c[name] for name in columns]
        self._order = [table.c[name] for name in order]
        held = (
            table.c.id == sa.bindparam("held_id"),
            table.c.fence == sa.bindparam("held_fence"),
            table.c.state == sa.bindparam("held_state"),
        )
        # Made once: SQLAlchemy needs longer to make a statement than the database to run it.
        self._move = sa.update(table).where(*held)
        self._release = self._move.values(leased_until=None, leased_by="", attempts=table.c.attempts - 1)
        now = sa.bindparam("now", type_=table.c.leased_until.type)
        free = sa.or_(table.c.leased_until.is_(None), table.c.leased_until <= now)
        due = sa.select(table.c.id).where(
            table.c.state == literal(waiting), table.c.next_attempt_at <= now, free
        )
        self._due = due.limit(1)

    def any_waits(self, session: Session) -> bool:
        """Whether any row is not at its end, due now or later."""
        found = sa.select(self.table.c.id).where(self.table.c.state == self._waiting).limit(1)
        return session.connection().execute(found).first() is not None

    def any_due(self, session: Session, now: datetime) -> bool:
        """Whether a claim might find a row: what an idle process asks, instead of the right to write."""
        return session.connection().execute(self._due, {"now": now}).first() is not None

    def claim(
        self,
        session: Session,
        now: datetime,
        *,
        limit: int,
        lease_seconds: float,
        owner: str = "",
        where: tuple[sa.ColumnElement[bool], ...] = (),
    ) -> list[sa.RowMapping]:
        """Up to `limit` rows that are due, first come first, leased until `now` + `lease_seconds`.

        Right on both databases: SQLite serialises writers, PostgreSQL skips rows locked by another claim.
        A lease that ran out makes its row due again and counts as a death, except for `owner` itself: who is
        alive knows what it holds, whatever the clock says. `where` narrows it: conditions that are made
        once, not for each call.
        """
        given = {
            "now": now,
            "at_most": limit,
            "until": now + timedelta(seconds=lease_seconds),
            "owner": owner,
        }
        found = session.connection().execute(self._claiming(where), given).mappings()
        return sorted(found, key=lambda row: int(row["id"]))

    def _claiming(self, where: tuple[sa.ColumnElement[bool], ...]) -> sa.Executable:
        """The statement of `claim`, made once for each `where`: an idle process says it several times a
        second.
        """
        key = tuple(map(id, where))
        if (made := self._claims.get(key)) is None:
            if len(self._claims) >= _MOST_CLAIMS:
                self._claims.clear()
            # With its conditions, so that no other one can come to have their ids.
            made = self._claims[key] = where, self._claim_where(where)
        return made[1]

    def _claim_where(self, where: tuple[sa.ColumnElement[bool], ...]) -> sa.Executable:
        rows = self.table.c
        now = sa.bindparam("now", type_=rows.leased_until.type)
        owner = sa.bindparam("owner", type_=rows.leased_by.type)
        given_back = rows.leased_until.is_(None)
        due = (
            sa.select(rows.id)
            .where(
                rows.state == literal(self._waiting),
                rows.next_attempt_at <= now,
                # Nobody without a name knows what it holds.
                sa.or_(
                    given_back,
                    sa.and_(rows.leased_until <= now, sa.or_(owner == "", rows.leased_by != owner)),
                ),
                *where,
            )
            .order_by(*self._order)
            .limit(sa.bindparam("at_most"))
            .with_for_update(skip_locked=True)
        )
        return (
            sa.update(self.table)
            .where(rows.id.in_(due.scalar_subquery()))
            .values(
                leased_until=sa.bindparam("until"),
                leased_by=owner,
                fence=rows.fence + 1,
                attempts=rows.attempts + sa.case((given_back, 1), else_=0),
                deaths=rows.deaths + sa.case((given_back, 0), else_=1),
            )
            .returning(*self._columns)
        )

    def move(self, session: Session, held: Held, **values: Any) -> bool:
        """Write what became of a row and give its lease back.

        False when it is no longer ours (another took it over, or a person ended it): nothing is written.
        """
        given = {"leased_until": None, "leased_by": "", **values, **self._proof(held)}
        return bool(session.connection().execute(self._move, given).rowcount)

    def move_at_once(self, database: Database, held: Held, *, flushed: bool = True, **values: Any) -> bool:
        """As `move`, in a transaction of its own that is over when this returns; `flushed` as `at_once` has
        it.
        """
        given = {"leased_until": None, "leased_by": "", **values, **self._proof(held)}
        return bool(database.at_once(self._move, given, flushed=flushed))

    def held_of(self, session: Session, held: Collection[Held]) -> set[int]:
        """Ids of those rows that are still ours, locked until the transaction ends."""
        rows, fences = self.table.c, {each.id: each.fence for each in held}
        asked = sa.select(rows.id, rows.fence).where(
            rows.id.in_(list(fences)), rows.state == literal(self._waiting)
        )
        found = session.connection().execute(asked.with_for_update())
        return {row.id for row in found if row.fence == fences[row.id]}

    def move_together(self, batch: Batch, held: Held, **values: Any) -> None:
        """As `move`, with others; `held_of` must have said that the row is ours."""
        batch.change(self._move, {"leased_until": None, "leased_by": "", **values, **self._proof(held)})

    def renew(self, session: Session, held: Held, until: datetime) -> bool:
        """Keep a row until then; False when it is no longer ours."""
        given = {"leased_until": until, **self._proof(held)}
        return bool(session.connection().execute(self._move, given).rowcount)

    def release(self, session: Session, held: Held) -> bool:
        """Give a lease back untouched: the claim does not count as an attempt. False when it was not ours."""
        return bool(session.connection().execute(self._release, self._proof(held)).rowcount)

    def free(self, session: Session, dead: Collection[str]) -> int:
        """Free what owners held who died; how many rows. The deaths are counted, the attempts taken back."""
        if not dead:
            return 0
        rows = self.table.c
        statement = (
            sa.update(self.table)
            .where(
                rows.state == literal(self._waiting),
                rows.leased_until.is_not(None),
                rows.leased_by.in_(list(dead)),
            )
            .values(leased_until=None, leased_by="", attempts=rows.attempts - 1, deaths=rows.deaths + 1)
        )
        return int(session.connection().execute(statement).rowcount)

    def follow_clock(
        self, session: Session, now: datetime, drift: timedelta, longest_lease: timedelta
    ) -> int:
        """Put right what a clock wrote that was `drift` ahead of `now`; how many rows.

        A wait that would end within the drift ends now, a lease lasts no longer than one made now. Doing it
        twice changes nothing more.
        """
        rows = self.table.c
        waits = (
            sa.update(self.table)
            .where(
                rows.state == literal(self._waiting),
                rows.next_attempt_at > now,
                rows.next_attempt_at <= now + min(drift, LONGEST_DRIFT),
            )
            .values(next_attempt_at=now)
        )
        leases = (
            sa.update(self.table)
            .where(rows.state == literal(self._waiting), rows.leased_until > now + longest_lease)
            .values(leased_until=now + longest_lease)
        )
        run = session.connection().execute
        return (int(run(waits).rowcount) if drift > timedelta(0) else 0) + int(run(leases).rowcount)

    def _proof(self, held: Held) -> dict[str, Any]:
        return {"held_id": held.id, "held_fence": held.fence, "held_state": self._waiting}
