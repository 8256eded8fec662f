"""What is kept of the jobs of the schedule: when each last ran, how it went, when it comes again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from models.errors import GuichetError
from models.store.database import Database, insert_for
from models.tables.columns import columns_of, table_of
from models.tables.jobs import JobRun

log = structlog.get_logger(__name__)
_runs = table_of(JobRun)
#: A job that goes well is written no more often: some run every minute.
WRITE_EVERY = timedelta(minutes=5)
#: What follows the name of a job among troubles.
FAILED, NOT_RUN = " failed", " did not run"
#: A job whose time passed so long ago did not run: nobody leads, or the schedule stands still.
OVERDUE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a job; `failure` is '' when it went well. Times are aware UTC."""

    name: str
    plan: str
    started_at: datetime
    ended_at: datetime
    failure: str
    next_at: datetime | None


def failure_of(wrong: Exception) -> str:
    """What a job failed with, in words that name nobody."""
    return (
        wrong.public if isinstance(wrong, GuichetError) else f"a mistake in Guichet: {type(wrong).__name__}"
    )


class JobRuns:
    """Writes runs down. Thread-safe; a database that is away stops no job."""

    def __init__(self, database: Database, owner: str = "") -> None:
        self._database = database
        self._owner = owner
        self._lock = threading.Lock()
        #: When each job was last written, and with which failure.
        self._written: dict[str, tuple[datetime, str]] = {}

    def plan(self, plans: Mapping[str, tuple[str, datetime | None]]) -> None:
        """These are the jobs there are, each with when it runs in words, and next; others are forgotten."""
        with self._database.transaction() as session:
            session.connection().execute(sa.delete(_runs).where(_runs.c.name.not_in(list(plans))))
            for name, (plan, at) in plans.items():
                self._put(session, name, {"plan": plan, "next_at": at})

    def last_starts(self) -> dict[str, datetime]:
        """When each job last began, of those that ever did."""
        with self._database.reading() as session:
            return {row["name"]: row["started_at"] for row in job_rows(session) if row["started_at"]}

    def passed_over(self, since: datetime, now: datetime) -> frozenset[str]:
        """Jobs whose planned time came after `since` and went by while no process was there to run them."""
        with self._database.reading() as session:
            planned = ((row["name"], row["next_at"]) for row in job_rows(session))
            return frozenset(name for name, at in planned if at is not None and since < at <= now)

    def note(self, ran: Ran) -> None:
        """Write one run down, unless it went well as the last one did, a moment ago."""
        with self._lock:
            last = self._written.get(ran.name)
            if last is not None and last[1] == ran.failure == "" and ran.ended_at - last[0] < WRITE_EVERY:
                return
            self._written[ran.name] = (ran.ended_at, ran.failure)
        values: dict[str, Any] = {
            "plan": ran.plan,
            "started_at": ran.started_at,
            "ended_at": ran.ended_at,
            "failure": ran.failure,
            "done_by": self._owner,
        }
        # A run by command knows of no next one: that of the process that plans stays, unless it was missed.
        missed = _runs.c.next_at < ran.ended_at
        values["next_at"] = ran.next_at or sa.case((missed, sa.null()), else_=_runs.c.next_at)
        if ran.failure:
            values["failures"] = _runs.c.failures + 1
        else:
            values |= {"failures": 0, "succeeded_at": ran.ended_at}
        try:
            with self._database.transaction() as session:
                self._put(session, ran.name, values)
        except GuichetError as wrong:
            log.warning("schedule.run_not_noted", job=ran.name, error=wrong.private)
            with self._lock:
                self._written.pop(ran.name, None)

    def _put(self, session: Session, name: str, values: dict[str, Any]) -> None:
        connection = session.connection()
        first = {"failure": "", "done_by": "", **values, "failures": 1 if values.get("failure") else 0}
        if not isinstance(first["next_at"], datetime):
            first["next_at"] = None
        statement = insert_for(connection.dialect.name, _runs).values(name=name, **first)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def job_rows(session: Session) -> list[dict[str, Any]]:
    """Every job with its last run, by name."""
    columns = columns_of(
        _runs, "name", "plan", "started_at", "ended_at", "succeeded_at", "next_at", "failure", "failures"
    )
    rows = session.connection().execute(sa.select(*columns).order_by(_runs.c.name))
    return [dict(row._mapping) for row in rows]


def last_success(session: Session, name: str) -> datetime | None:
    """When a job last went well; None when it never did."""
    query = sa.select(_runs.c.succeeded_at).where(_runs.c.name == name)
    found: datetime | None = session.connection().execute(query).scalar()
    return found


def job_troubles(session: Session, now: datetime) -> list[str]:
    """Jobs whose last run failed, and jobs that should have run long ago; names alone."""
    found = []
    for row in job_rows(session):
        if row["failure"]:
            found.append(f"{row['name']}{FAILED}")
        elif row["next_at"] is not None and row["next_at"] < now - OVERDUE:
            found.append(f"{row['name']}{NOT_RUN}")
    return found
