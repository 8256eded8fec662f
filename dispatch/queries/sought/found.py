"""Requests by their words, in SQL: the index is read first, and each request that it names is looked at then.

The index is `request_words`, which the database keeps by itself (migration 0016): on SQLite an FTS5 table,
on PostgreSQL a `tsvector` of each request. Newest first costs no sorting on SQLite: it walks the index
backwards.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.selectable import Join

from dispatch.queries.sought.asked import Sought, fts5, tsquery
from models.tables.columns import table_of
from models.tables.requests import RequestRow

_requests = table_of(RequestRow)
_fts5 = sa.table("request_words", sa.column("rowid", sa.Integer))
_tsvectors = sa.table("request_words", sa.column("request_id", sa.Integer), sa.column("words"))


class _Driven(Join):
    """A join whose left side SQLite reads first, whatever it believes to be better."""

    inherit_cache = True


@compiles(_Driven, "sqlite")
def _cross(element: _Driven, compiler: Any, **options: Any) -> str:
    left = compiler.process(element.left, asfrom=True)
    right = compiler.process(element.right, asfrom=True)
    on = compiler.process(element.onclause)
    return f"{left} CROSS JOIN {right} ON {on}"


def source(sought: Sought, *, is_sqlite: bool) -> sa.FromClause:
    """What requests are read from: their table, by way of the index when words are sought."""
    if not sought.terms:
        return _requests
    if is_sqlite:
        return _Driven(_fts5, _requests, _fts5.c.rowid == _requests.c.id)
    return _Driven(_tsvectors, _requests, _tsvectors.c.request_id == _requests.c.id)


def holds(
    sought: Sought, *, is_sqlite: bool, is_open: bool | None = None, newer_than: int | None = None
) -> list[sa.ColumnElement[bool]]:
    """The condition beside `source` that a request holds the words, and is open or is not. With `newer_than`
    it has a higher id, and PostgreSQL asks no index for the words: each such request is read.
    """
    if sought.is_vain:
        return [sa.false()]
    if not sought.terms:
        return []
    mark = "" if is_open is None else "open" if is_open else "closed"
    if is_sqlite:
        return [sa.literal_column("request_words").op("MATCH")(fts5(sought, mark=mark))]
    query = sa.cast(tsquery(sought, mark=mark), _TsQuery())
    said = _tsvectors.c.words.op("@@", is_comparison=True)(query)
    return [said] if newer_than is None else [_tsvectors.c.request_id > newer_than, said.is_(sa.true())]


def candidates(
    sought: Sought, *, is_sqlite: bool, is_open: bool | None = None, before: int = 0, most: int
) -> sa.Select[Any]:
    """The ids that the index has for the words, the highest first, at most `most`; with `before` lower ones.
    Whoever may see them is asked then.
    """
    column = _fts5.c.rowid if is_sqlite else _tsvectors.c.request_id
    # On PostgreSQL no order that another index has: it believes that many requests hold any beginning.
    order = column if is_sqlite else column + 0
    holding = holds(sought, is_sqlite=is_sqlite, is_open=is_open)
    where = [*holding, column < before] if before else holding
    return sa.select(column).where(*where).order_by(order.desc()).limit(most)


def between(sought: Sought, first: int, last: int) -> sa.Select[Any]:
    """The ids from `first` to `last` that SQLite's index has for the words."""
    column = _fts5.c.rowid
    return sa.select(column).where(*holds(sought, is_sqlite=True), column.between(first, last))


def read_for(sought: Sought) -> sa.FromClause:
    """Beside a request of PostgreSQL, found otherwise: a row when it holds the words, each read by itself."""
    said = _tsvectors.c.words.op("@@", is_comparison=True)(sa.cast(tsquery(sought), _TsQuery()))
    of_it = (_tsvectors.c.request_id == _requests.c.id, said.is_(sa.true()))
    # What has an offset is not taken apart: the requests come first.
    return sa.select(sa.literal(1)).where(*of_it).correlate(_requests).offset(0).lateral("said")


def among(sought: Sought, *, is_sqlite: bool, is_open: bool) -> list[sa.ColumnElement[bool]]:
    """The condition that a request is one of those with the words, where something else finds it first."""
    if sought.is_vain or not sought.terms:
        return [sa.false()] if sought.is_vain else []
    column = _fts5.c.rowid if is_sqlite else _tsvectors.c.request_id
    # An index that gives all it has would give what is closed twice: nearly all is.
    mark = is_open if is_open or is_sqlite else None
    return [_requests.c.id.in_(sa.select(column).where(*holds(sought, is_sqlite=is_sqlite, is_open=mark)))]


def of_ids(
    ids: Sequence[int],
    columns: Sequence[sa.Column[Any]],
    where: Sequence[sa.ColumnElement[bool]],
    *,
    is_sqlite: bool,
) -> sa.Select[Any]:
    """Some columns of those requests of `ids` that fulfil `where`; each is read by its id, and no other."""
    if is_sqlite:
        given = sa.func.json_each(json.dumps(ids)).table_valued("value")
        read = _Driven(given, _requests, given.c.value == _requests.c.id)
        return sa.select(*columns).select_from(read).where(*where)
    numbers = sa.func.unnest(sa.literal(list(ids), ARRAY(sa.Integer))).table_valued("value").render_derived()
    of_it = sa.select(*columns).where(_requests.c.id == numbers.c.value, *where).correlate(numbers)
    one = of_it.offset(0).lateral("one")  # what has an offset is not taken apart
    return sa.select(*one.c).select_from(numbers.join(one, sa.true()))


def newest_first(sought: Sought, *, is_sqlite: bool) -> sa.ColumnElement[Any]:
    """The order of ids, newest first, by which the index is walked."""
    if sought.terms and is_sqlite:
        return _fts5.c.rowid.desc()
    return _requests.c.id.desc()


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "tsquery"

    def bind_processor(self, _dialect: sa.Dialect) -> None:
        return None
