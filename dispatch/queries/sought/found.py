"""Requests by their words, in SQL: the index is read first, and each request that it names is looked at then.

The index is `request_words`, which the database keeps by itself (migration 0016): on SQLite an FTS5 table,
on PostgreSQL a `tsvector` of each request. Newest first costs no sorting on SQLite: it walks the index
backwards.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
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


def holds(sought: Sought, *, is_sqlite: bool, is_open: bool | None = None) -> list[sa.ColumnElement[bool]]:
    """The condition beside `source` that a request holds the words, and is open or is not."""
    if sought.is_vain:
        return [sa.false()]
    if not sought.terms:
        return []
    mark = "" if is_open is None else "open" if is_open else "closed"
    if is_sqlite:
        return [sa.literal_column("request_words").op("MATCH")(fts5(sought, mark=mark))]
    query = sa.cast(tsquery(sought, mark=mark), _TsQuery())
    return [_tsvectors.c.words.op("@@")(query)]


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
