"""Statements that are a transaction of their own, given to the driver as they stand.

What SQLAlchemy does around a statement and its transaction (session, pool, BEGIN, COMMIT) costs four times
what the database needs for it. Where one row changes at a time and each change must stand before anything
else happens, that is most of the work. It is as durable as any transaction, unless it is said that a later
one may flush it to the disk: until then it outlives a killed process, but no loss of power (SQLite alone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Statements kept as they are said; more than anybody says.
_MOST_SAID = 64


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement in the driver's words, and what each of its values goes through."""

    statement: sa.UpdateBase
    words: str
    #: Whether the driver takes its values by their places; else by their names.
    by_place: bool
    #: The name of each value, what the statement itself says it is, and what shapes it for the driver.
    values: tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]


class AtOnce:
    """Says single statements to the database of `engine`. Thread-safe."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._said: dict[tuple[int, tuple[str, ...]], _Said] = {}

    def run(self, statement: sa.UpdateBase, given: Mapping[str, Any], *, flushed: bool = True) -> int:
        """Run `statement`, an UPDATE made once, with the values `given`, and commit; how many rows changed.
        Not `flushed`: the next commit of anybody takes it to the disk.

        Raises DBAPIError as SQLAlchemy does; nothing is changed then, or it is not known.
        """
        said = self._in_words(statement, given)
        values = self._values(said, given)
        with self._lent() as connection:
            driver = connection.driver_connection
            with _committing(driver, flushed), closing(connection.cursor()) as cursor:
                cursor.execute(said.words, values)
                return int(cursor.rowcount)

    def insert(self, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Run `statement`, an INSERT made once that returns the new row's id, for each of the `rows`, which
        name the same columns; commit, and say their ids in this order. All stand, flushed, or none does.

        Raises DBAPIError as SQLAlchemy does.
        """
        if not rows:
            return []
        said = self._in_words(statement, rows[0])
        values = [self._values(said, row) for row in rows]
        with self._lent() as connection, closing(connection.cursor()) as cursor:
            if hasattr(connection.driver_connection, "pgconn"):
                cursor.executemany(said.words, values, returning=True)
                ids = [int(cursor.fetchone()[0])]
                while cursor.nextset():
                    ids.append(int(cursor.fetchone()[0]))
                connection.commit()
                return ids
            cursor.execute("BEGIN IMMEDIATE")
            ids = [int(cursor.execute(said.words, each).fetchall()[0][0]) for each in values]
            cursor.execute("COMMIT")
            return ids

    @contextmanager
    def _lent(self) -> Iterator[Any]:
        """A connection of the pool; one that anything happens to is not given back to it."""
        driver = self._engine.dialect.loaded_dbapi
        try:
            with closing(self._engine.raw_connection()) as connection:
                try:
                    yield connection
                except driver.Error:
                    # It may be in the middle of anything.
                    connection.invalidate()
                    raise
        except driver.Error as wrong:
            raise DBAPIError.instance(
                "", {}, wrong, driver.Error, hide_parameters=True, dialect=self._engine.dialect
            ) from wrong

    def _in_words(self, statement: sa.UpdateBase, given: Mapping[str, Any]) -> _Said:
        key = id(statement), tuple(given)
        if (said := self._said.get(key)) is None:
            if len(self._said) >= _MOST_SAID:
                self._said.clear()
            dialect = self._engine.dialect
            compiled: Any = statement.compile(dialect=dialect, column_keys=list(given))
            names = compiled.positiontup if compiled.positional else tuple(compiled.binds)
            fixed = {
                name: value
                for name, value in compiled.construct_params(dict(given)).items()
                if name not in given
            }
            values = tuple(
                (
                    name,
                    fixed.get(name),
                    compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
                )
                for name in names
            )
            # With the statement, so that no other one can come to have its id.
            said = self._said[key] = _Said(statement, str(compiled), compiled.positional, values)
        return said

    @staticmethod
    def _values(said: _Said, given: Mapping[str, Any]) -> Any:
        values = [(name, given.get(name, fixed), shape) for name, fixed, shape in said.values]
        shaped = [(name, value if shape is None else shape(value)) for name, value, shape in values]
        return [value for _, value in shaped] if said.by_place else dict(shaped)


@contextmanager
def _committing(driver: Any, flushed: bool) -> Iterator[None]:
    """A driver's connection whose statements commit themselves; SQLite's always do, outside a BEGIN."""
    if not hasattr(driver, "pgconn"):
        if flushed:
            yield
            return
        # WAL: the frames are written, in order, and the next commit that is FULL flushes them with its own.
        driver.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            driver.execute("PRAGMA synchronous=FULL")
        return
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            driver.autocommit = False
