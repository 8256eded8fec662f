"""The index of words that requests are found by, which the database keeps by itself (migrations 0016, 0044):
whether it holds what it should, made anew, and rid of what was taken out of it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.tables.columns import IN_HAND

#: Pages of the index that are written anew in one go: whoever writes waits no longer than for that.
_PAGES = 500
_WHOLE = "INSERT INTO request_words (request_words, rank) VALUES ('integrity-check', 1)"
#: The requests of PostgreSQL whose words are wrong; what is not in hand has none among those that are.
_WRONG = f"""FROM request r LEFT JOIN request_words w ON w.request_id = r.id
 LEFT JOIN request_words_in_hand h ON h.request_id = r.id
 WHERE w.words IS DISTINCT FROM words_of_request(r.id)
 OR h.words IS DISTINCT FROM CASE WHEN r.{IN_HAND} THEN w.words END"""
_ANEW = {
    True: "INSERT INTO request_words (request_words) VALUES ('rebuild')",
    False: f"SELECT note_words(r.id) {_WRONG} ORDER BY r.id",
}


def is_whole(session: Session) -> bool:
    """Whether each request is found by its own words, and by no others. Reads everything once."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return int(connection.execute(sa.text(f"SELECT count(*) {_WRONG}")).scalar_one()) == 0
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
