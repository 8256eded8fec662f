"""A session of a page as a `Rows`: the statements of commands, within the time and the snapshot of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.glance import sqlite_time
from models.store.looking.reads import Reads


class SessionRows:
    """Answers by the session of `Reads.looking()`; it raises what that does."""

    def __init__(self, session: Session, reads: Reads) -> None:
        self._session = session
        self.is_sqlite = reads.is_sqlite

    def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dictionaries."""
        return [dict(row) for row in self._run(statement, parameters).mappings()]

    def tuples(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        """The rows of a SELECT as their values."""
        return self._run(statement, parameters).all()

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> sa.CursorResult[Any]:
        given = {
            name: sqlite_time(value) if self.is_sqlite and isinstance(value, datetime) else value
            for name, value in parameters.items()
        }
        return self._session.connection().execute(sa.text(statement), given)
