"""Requests by their words, in SQL: the index is read first, and each request that it names is looked at then.

The index is `request_words`, which the database keeps by itself (migration 0016): on SQLite an FTS5 table,
on PostgreSQL a `tsvector` of each request, and once more of those in hand (0044). Newest first costs no
sorting on SQLite: it walks the index backwards.
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
_in_hand = sa.table("request_words_in_hand", sa.column("request_id", sa.Integer), sa.column("words"))


class _Driven(Join):
    """A join whose left side SQLite reads first, whatever it believes to be better."""

    inherit_cache = True


@compiles(_Driven, "sqlite")
def _cross(element: _Driven, compiler: Any, **options: Any) -> str:
    left = compiler.process(element.left, asfrom=True)
    right = compiler.process(element.right, asfrom=True)
    on = compiler.process(element.onclause)
    return f"{left} CROSS JOIN {right} ON {on}"


def source(sought: Sought, *, is_sqlite: bool, is_open: bool | None = None) -> sa.FromClause:
    """What requests are read from: their table, by way of the index when words are sought; `is_open` as
    `holds` is told.
    """
    if not sought.terms:
        return _requests
    if is_sqlite:
        return _Driven(_fts5, _requests, _fts5.c.rowid == _requests.c.id)
    words = _in_hand if is_open else _tsvectors
    return _Driven(words, _requests, words.c.request_id == _requests.c.id)


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
    said = _said(_in_hand if is_open else _tsvectors, sought, mark="" if is_open else mark)
    return [said] if newer_than is None else [_tsvectors.c.request_id > newer_than, said.is_(sa.true())]


def candidates(
    sought: Sought,
    *,
    is_sqlite: bool,
    is_open: bool | None = None,
    before: int = 0,
    most: int,
    whose: str = "",
) -> sa.Select[Any]:
    """The ids that the index has for the words, the highest first, at most `most`; with `before` lower ones,
    with `whose` those with such marks. Whoever may see them is asked then.
    """
    if is_sqlite:
        column, holding = _fts5.c.rowid, holds(sought, is_sqlite=True, is_open=is_open)
        where = [*holding, column < before] if before else holding
        return sa.select(column).where(*where).order_by(column.desc()).limit(most)
    column = _tsvectors.c.request_id
    said = _said(_tsvectors, sought, whose=whose)
    # No order that another index has: PostgreSQL believes that many requests hold any beginning.
    return sa.select(column).where(said).order_by((column + 0).desc()).limit(most)


def some_of_theirs(sought: Sought, whose: str, most: int, *, only_in_hand: bool) -> sa.Select[Any]:
    """As many ids as PostgreSQL has first of those with the words and such marks, in no order."""
    table = _in_hand if only_in_hand else _tsvectors
    return sa.select(table.c.request_id).where(_said(table, sought, whose=whose)).limit(most)


def of_theirs(
    sought: Sought, whose: str, columns: Sequence[sa.Column[Any]], where: Sequence[sa.ColumnElement[bool]]
) -> sa.Select[Any]:
    """Some columns of all requests that fulfil `where` of those that PostgreSQL's index has for the words and
    such marks: they are put together before anything else.
    """
    given = sa.select(_tsvectors.c.request_id).where(_said(_tsvectors, sought, whose=whose))
    theirs = given.offset(0).subquery("theirs")
    together = theirs.join(_requests, _requests.c.id == theirs.c.request_id)
    return sa.select(*columns).select_from(together).where(*where)


def between(sought: Sought, first: int, last: int) -> sa.Select[Any]:
    """The ids from `first` to `last` that SQLite's index has for the words."""
    column = _fts5.c.rowid
    return sa.select(column).where(*holds(sought, is_sqlite=True), column.between(first, last))


def read_for(sought: Sought, of: sa.FromClause = _requests) -> sa.FromClause:
    """Beside a request of PostgreSQL, found otherwise: a row when it holds the words, each read by itself."""
    said = _said(_tsvectors, sought)
    of_it = (_tsvectors.c.request_id == of.c.id, said.is_(sa.true()))
    # What has an offset is not taken apart: the requests come first.
    return sa.select(sa.literal(1)).where(*of_it).correlate(of).offset(0).lateral("said")


def in_hand_with(sought: Sought, *, is_sqlite: bool) -> list[sa.ColumnElement[bool]]:
    """The condition that a request in hand is one of those with the words, where something else finds it
    first: they are put together once, and each is looked up.
    """
    if sought.is_vain or not sought.terms:
        return [sa.false()] if sought.is_vain else []
    if is_sqlite:
        with_them = sa.select(_fts5.c.rowid).where(*holds(sought, is_sqlite=True, is_open=True))
    else:
        with_them = sa.select(_in_hand.c.request_id).where(_said(_in_hand, sought))
    return [requests_in(with_them)]


def requests_in(ids: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """That a request is one of those, said so that neither database begins with them."""
    return _requests.c.id.in_(ids).is_(sa.true())


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


def _said(table: Any, sought: Sought, *, mark: str = "", whose: str = "") -> sa.ColumnElement[bool]:
    """That a row of either table of PostgreSQL holds the words, the mark, and what `whose` asks."""
    if not sought.terms:
        return sa.false()
    query = sa.cast(tsquery(sought, mark=mark, whose=whose), _TsQuery())
    said: sa.ColumnElement[bool] = table.c.words.op("@@", is_comparison=True)(query)
    return said


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "tsquery"

    def bind_processor(self, _dialect: sa.Dialect) -> None:
        return None
