"""Many small changes of one transaction: their rows are made in memory first and written together, one
statement a table, before anything else is asked of the database.

Whoever writes need not know: a statement that is run meanwhile first has everything written that was only
made, so that it finds the database as if each row had been written at once. What is asked for each of many
steps is asked once, as a *fact*, and kept until a statement writes to its tables, or a step is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Session

from models.store.database import is_away

T = TypeVar("T")
#: Ids that are taken from a sequence at a time.
_IDS_AT_ONCE = 64
_SEQUENCE = sa.text("SELECT nextval(pg_get_serial_sequence(:named, 'id')) FROM generate_series(1, :many)")
#: What is written together: a table and the columns given, or a statement and the columns it is given.
_Kind = tuple[Any, tuple[str, ...]]


class BatchBroken(Exception):
    """Rows of earlier steps could not be written: nobody knows whose, and the transaction is over."""


class Batch:
    """What is made and not written yet, in one session. Not thread-safe; ends with its transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection()
        self._is_sqlite = self._connection.dialect.name == "sqlite"
        self._rows: dict[_Kind, list[dict[str, Any]]] = {}
        self._changes: dict[_Kind, list[dict[str, Any]]] = {}
        #: The last of what each name says, with its statement.
        self._last: dict[Hashable, tuple[sa.Executable, dict[str, Any]]] = {}
        self._ids: dict[sa.Table, Iterator[int]] = {}
        self._made: set[tuple[sa.Table, int]] = set()
        self._facts: dict[Hashable, tuple[Any, Collection[sa.Table]]] = {}
        self._is_ours = False
        self._in_step = False
        self._has_savepoint = False
        self._marks: tuple[dict[_Kind, int], dict[_Kind, int], dict[Hashable, Any]] = ({}, {}, {})

    def add(self, table: sa.Table, row: dict[str, Any]) -> int:
        """Make one row; the id it will have."""
        row_id = self._next_id(table)
        self.add_nameless(table, {"id": row_id, **row})
        self._made.add((table, row_id))
        return row_id

    def add_nameless(self, table: sa.Table | sa.Insert, row: dict[str, Any]) -> None:
        """Make one row whose id nobody asks for; with a statement of its own when there are conflicts."""
        self._rows.setdefault((table, tuple(row)), []).append(row)

    def change(self, statement: sa.Executable, given: dict[str, Any]) -> None:
        """Run `statement` with these parameters after the rows. It must touch one row, and cannot fail."""
        self._changes.setdefault((statement, tuple(given)), []).append(given)

    def change_last(self, name: Hashable, statement: sa.Executable, given: dict[str, Any]) -> None:
        """As `change`, of which only the last of each name is run."""
        self._last[name] = (statement, given)

    def has_made(self, table: sa.Table, row_id: int) -> bool:
        """Whether this row was made here: nobody else can have anything to do with it yet."""
        return (table, row_id) in self._made

    def fact(
        self, name: Hashable, ask: Callable[[], T], of: Collection[sa.Table], *, apart: bool = False
    ) -> T:
        """What `ask` finds, asked once as long as no statement writes to the tables that it is `of`. Whoever
        makes a row that matters to it changes what was found. `apart`: nothing made here can matter to it.
        """
        if name not in self._facts:
            if not apart:
                self._write_what_is_made()
            self._facts[name] = self._by_ourselves(ask), of
        return cast("T", self._facts[name][0])

    def known(self, name: Hashable) -> Any:
        """A fact if it was asked for, to be changed with what is made; else None."""
        return self._facts.get(name, (None,))[0]

    def learn(self, name: Hashable, found: object, of: Collection[sa.Table]) -> None:
        """Keep a fact that nobody need ask for."""
        self._facts[name] = found, of

    @contextmanager
    def step(self) -> Iterator[None]:
        """What the block makes and writes stays or goes together; when it raises, only that is undone.

        Raises BatchBroken when what earlier steps made cannot be written.
        """
        self._in_step, self._has_savepoint = True, False
        self._marks = (
            {kind: len(rows) for kind, rows in self._rows.items()},
            {kind: len(given) for kind, given in self._changes.items()},
            dict(self._last),
        )
        try:
            yield
            self._session.flush()
        except BaseException as wrong:
            self._undo(is_lost=is_away(wrong) or isinstance(wrong, BatchBroken))
            raise
        finally:
            self._in_step = False
        if self._has_savepoint:
            self._connection.exec_driver_sql("RELEASE SAVEPOINT together")

    def write(self) -> None:
        """Write all that is made. Raises BatchBroken when it cannot be."""
        if self._in_step and not self._has_savepoint:
            own = self._split()
            self._write()
            self._connection.exec_driver_sql("SAVEPOINT together")
            self._has_savepoint = True
            self._rows, self._changes, self._last = own
        self._write()

    def _write_what_is_made(self) -> None:
        if self._last or any(self._rows.values()) or any(self._changes.values()):
            self.write()

    def before_statement(self, _connection: Any, statement: Any, *_rest: Any) -> None:
        """Called before each statement of the session that is not ours."""
        if self._is_ours:
            return
        self.write()
        if isinstance(statement, UpdateBase):
            table = statement.table
            self._facts = {name: fact for name, fact in self._facts.items() if table not in fact[1]}
            if self._is_sqlite:
                self._ids.pop(cast("sa.Table", table), None)
        elif _may_write(statement):
            self._facts.clear()
            if self._is_sqlite:
                self._ids.clear()

    def _undo(self, *, is_lost: bool) -> None:
        self._session.expunge_all()
        self._facts.clear()
        if self._is_sqlite:
            self._ids.clear()
        if self._has_savepoint:  # what was made before stands in the database
            self._rows, self._changes, self._last = {}, {}, {}
            if not is_lost:
                self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT together")
                self._connection.exec_driver_sql("RELEASE SAVEPOINT together")
            return
        self._split()
        self._in_step = False
        if not is_lost:  # a fact that is asked again finds all that is made
            self.write()

    def _split(self) -> tuple[Any, Any, Any]:
        """Keep what was made before the step, and give back what the step made."""
        rows_before, changes_before, last_before = self._marks
        own_rows = {kind: rows[rows_before.get(kind, 0) :] for kind, rows in self._rows.items()}
        own_changes = {kind: given[changes_before.get(kind, 0) :] for kind, given in self._changes.items()}
        own_last = {name: said for name, said in self._last.items() if last_before.get(name) is not said}
        self._rows = {kind: rows[: rows_before.get(kind, 0)] for kind, rows in self._rows.items()}
        self._changes = {kind: given[: changes_before.get(kind, 0)] for kind, given in self._changes.items()}
        self._last = last_before
        return own_rows, own_changes, own_last

    def _write(self) -> None:
        rows, changes, last = self._rows, self._changes, self._last
        self._rows, self._changes, self._last = {}, {}, {}
        try:
            self._by_ourselves(lambda: self._run_all(rows, changes, last))
        except Exception as wrong:
            if is_away(wrong):
                raise
            raise BatchBroken(type(wrong).__name__) from wrong

    def _run_all(self, rows: Any, changes: Any, last: Any) -> None:
        run = self._connection.execute
        for (table, _columns), some in sorted(rows.items(), key=lambda item: _rank(item[0][0])):
            if some:
                run(_insert_into(table), some)
        for (statement, _columns), some in changes.items():
            if some:
                run(statement, some)
        for statement, given in last.values():
            run(statement, given)

    def _by_ourselves(self, ask: Callable[[], T]) -> T:
        self._is_ours, before = True, self._is_ours
        try:
            return ask()
        finally:
            self._is_ours = before

    def _next_id(self, table: sa.Table) -> int:
        found = next(self._ids.get(table, iter(())), None)
        if found is None:
            if self._is_sqlite and any(of is table and rows for (of, _), rows in self._rows.items()):
                self.write()
            self._ids[table] = iter(self._by_ourselves(lambda: self._free_ids(table)))
            found = next(self._ids[table])
        return found

    def _free_ids(self, table: sa.Table) -> Iterable[int]:
        if self._is_sqlite:  # nobody else writes until we commit
            highest = self._connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one()
            return range((highest or 0) + 1, 1 << 62)
        given = {"named": table.name, "many": _IDS_AT_ONCE}
        return [int(each) for each in self._connection.execute(_SEQUENCE, given).scalars()]


@cache
def _insert_into(table: sa.Table | sa.Insert) -> sa.Insert:
    """Made once: making a statement costs SQLAlchemy three times what SQLite needs to run it."""
    return table if isinstance(table, sa.Insert) else sa.insert(table)


@cache
def _rank(table: sa.Table | sa.Insert) -> int:
    """Tables after those that their rows point to."""
    of = cast("sa.Table", table.table) if isinstance(table, sa.Insert) else table
    return of.metadata.sorted_tables.index(of)


def _may_write(statement: Any) -> bool:
    """Whether a statement whose table nobody knows may change what was asked before."""
    if isinstance(statement, sa.TextClause):
        return not statement.text.lstrip().upper().startswith("SELECT")
    return not isinstance(statement, sa.SelectBase)
