"""The index of words that requests are found by, which the database keeps by itself (migration 0016): whether
it holds what it should, made anew, and rid of what was taken out of it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

#: Pages of the index that are written anew in one go: whoever writes waits no longer than for that.
_PAGES = 500
_WHOLE = "INSERT INTO request_words (request_words, rank) VALUES ('integrity-check', 1)"
_WRONG = (
    "SELECT count(*) FROM request r LEFT JOIN request_words w ON w.request_id = r.id"
    " WHERE w.words IS DISTINCT FROM words_of_request(r.id)"
)
_ANEW = {
    True: "INSERT INTO request_words (request_words) VALUES ('rebuild')",
    False: "INSERT INTO request_words (request_id, words) SELECT id, words_of_request(id) FROM request"
    " ORDER BY id ON CONFLICT (request_id) DO UPDATE SET words = excluded.words"
    " WHERE request_words.words IS DISTINCT FROM excluded.words",
}


def is_whole(session: Session) -> bool:
    """Whether each request is found by its own words, and by no others. Reads everything once."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return int(connection.execute(sa.text(_WRONG)).scalar_one()) == 0
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(_WHOLE)
    except DBAPIError as wrong:
        if getattr(wrong.orig, "sqlite_errorname", "") != "SQLITE_CORRUPT_VTAB":
            raise
        return False
    return True


def anew(*, is_sqlite: bool) -> sa.TextClause:
    """The statement that makes the index anew from what stands in the tables."""
    return sa.text(_ANEW[is_sqlite])


def drop_leftovers(driver: Any, *, is_sqlite: bool) -> None:
    """Take out of the index's own pages the words that were deleted from it, piece by piece.

    FTS5 only notes what is deleted until its pieces are written together; a GIN index keeps every word it
    ever had. `driver` is a connection of the driver that commits each statement by itself.
    """
    if not is_sqlite:
        # What an attempt that was broken off has left.
        driver.execute("DROP INDEX CONCURRENTLY IF EXISTS request_by_words_ccnew")
        driver.execute("REINDEX INDEX CONCURRENTLY request_by_words")
        return
    merge = "INSERT INTO request_words (request_words, rank) VALUES ('merge', ?)"
    driver.execute(merge, (-_PAGES,))
    changes, before = driver.total_changes, -2
    while changes - before >= 2:
        before = changes
        driver.execute(merge, (_PAGES,))
        changes = driver.total_changes
