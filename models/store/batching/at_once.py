"""One statement that is a transaction of its own, given to the driver as it stands.

What SQLAlchemy does around a statement and its transaction (session, pool, BEGIN, COMMIT) costs four times
what the database needs for it. Where one row changes at a time and each change must stand before anything
else happens, that is most of the work. It is as durable as any transaction, unless it is said that a later
one may flush it to the disk: until then it outlives a killed process, but no loss of power (SQLite alone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    compiled: Any
    shaped: tuple[tuple[str, Callable[[Any], Any] | None], ...]


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
        driver = self._engine.dialect.loaded_dbapi
        try:
            with closing(self._engine.raw_connection()) as connection:
                said = self._in_words(statement, given)
                try:
                    driver_connection = connection.driver_connection
                    with _committing(driver_connection, flushed), closing(connection.cursor()) as cursor:
                        cursor.execute(said.words, self._values(said, given))
                        return int(cursor.rowcount)
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
            shaped = tuple(
                (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
                for name in names
            )
            # With the statement, so that no other one can come to have its id.
            said = self._said[key] = _Said(statement, str(compiled), compiled, shaped)
        return said

    @staticmethod
    def _values(said: _Said, given: Mapping[str, Any]) -> Any:
        known = said.compiled.construct_params(dict(given))
        values = [(name, known[name] if shape is None else shape(known[name])) for name, shape in said.shaped]
        return [value for _, value in values] if said.compiled.positional else dict(values)


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
