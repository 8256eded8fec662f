"""A connection to PostgreSQL whose server may hang: whoever waits for its answer waits so long."""

from __future__ import annotations

import time
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen

from models.store.postgresql.bounds import ANSWER_SECONDS


class PatientConnection(psycopg.Connection[Any]):
    """Ends the connection when the server says nothing for `answer_seconds`; None waits for ever.

    Neither keepalives nor a timeout of the server help against a server that is stopped: the machine still
    acknowledges every packet. Raises psycopg.OperationalError without a state, as for one that is gone.
    """

    answer_seconds: float | None = ANSWER_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is not None or self.answer_seconds is None:
            return super().wait(gen, interval, timeout)
        ends_at = time.monotonic() + self.answer_seconds
        try:
            return super().wait(gen, interval, self.answer_seconds)
        except psycopg.OperationalError as wrong:
            if wrong.sqlstate is None and time.monotonic() >= ends_at:
                # What it would still say belongs to nobody: the connection is of no use any more.
                self.pgconn.finish()
                raise psycopg.OperationalError("the server says nothing") from wrong
            raise
