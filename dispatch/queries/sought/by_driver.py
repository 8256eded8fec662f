"""Requests by their words for commands, which ask the driver alone: the pieces of `found`, as SQL text.

The request is `r`, the words travel as `:sought`.
"""

from __future__ import annotations

from dispatch.queries.sought.asked import Sought, fts5, tsquery


def source(*, is_sqlite: bool) -> str:
    """What requests are read from when words are sought; the index comes first."""
    if is_sqlite:
        return "request_words w CROSS JOIN request r ON r.id = w.rowid"
    return "request_words w JOIN request r ON r.id = w.request_id"


def condition(*, is_sqlite: bool) -> str:
    """That a request holds the words of `:sought`."""
    return "request_words MATCH :sought" if is_sqlite else "w.words @@ CAST(:sought AS tsquery)"


def newest_first(*, is_sqlite: bool) -> str:
    return "w.rowid DESC" if is_sqlite else "r.id DESC"


def written(sought: Sought, *, is_sqlite: bool, mark: str = "") -> str:
    """The words as `:sought` takes them."""
    return fts5(sought, mark=mark) if is_sqlite else tsquery(sought, mark=mark)
