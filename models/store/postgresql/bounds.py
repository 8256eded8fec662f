"""What each connection to PostgreSQL may do: how long it holds what others wait for, how long it waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

#: Longest silence of a server about one statement, in seconds; more than any lock is waited for.
ANSWER_SECONDS = 60.0


def make_patient(engine: sa.Engine, answer_seconds: float) -> None:
    """Have every connection of `engine` end when its server says nothing for so long."""
    # Here, and not above: most towns have no PostgreSQL, and every command would pay for the import.
    from models.store.postgresql.patient import PatientConnection

    @sa.event.listens_for(engine, "do_connect")
    def do_connect(_dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> Any:
        connection = PatientConnection.connect(*given, **named)
        connection.answer_seconds = answer_seconds
        return connection


@contextmanager
def unhurried(driver: Any) -> Iterator[None]:
    """One connection of a driver may take as long as it takes within the block."""
    before = getattr(driver, "answer_seconds", None)
    if before is None:
        yield
        return
    driver.answer_seconds = None
    try:
        yield
    finally:
        driver.answer_seconds = before


def bound_postgresql(engine: sa.Engine, idle_seconds: float, lock_seconds: float) -> None:
    """Have the server end a transaction that does nothing for so long, and a wait for a lock."""

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # By a statement, not by `options` of the URL: poolers in front refuse those.
        connection.execute(
            f"SET idle_in_transaction_session_timeout = {round(idle_seconds * 1000)};"
            f" SET lock_timeout = {round(lock_seconds * 1000)}"
        )
        connection.commit()


def stay_open(session: Session) -> None:
    """Who holds nothing that others wait for may think between two statements."""
    session.connection().exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
