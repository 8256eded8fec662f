"""Two people decide about one held message at one moment: the first is obeyed, the second is told. On both
databases.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from intake.ledger import claims
from intake.ledger.dismissing import dismiss
from models.errors import UserError
from models.tables.ledger import InboundMessage, InboundState
from tests.desk import Desk
from tests.letters import write

Decision = Callable[[Session, int, Desk], object]


def let_through(session: Session, number: int, desk: Desk) -> object:
    return claims.replay(session, number, desk.clock(), released_by="agent:one")


def confirmed(session: Session, number: int, desk: Desk) -> object:
    return claims.confirm(session, number, desk.clock(), confirmed_by=1)


def dismissed(session: Session, number: int, desk: Desk) -> object:
    return dismiss(session, number, desk.clock(), by="agent:two")


def held(desk: Desk) -> int:
    number = desk.take(write("Il y a un trou."))
    with desk.database.transaction() as session:
        session.get_one(InboundMessage, number).state = InboundState.HELD
    return number


def somebody_waits(session: Session) -> bool:
    """Whether another transaction waits for what this one has; always on SQLite, where it cannot begin."""
    if session.connection().dialect.name == "sqlite":
        return True
    waiting = sa.text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    return bool(session.connection().execute(waiting).scalar_one())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (let_through, let_through),
        (let_through, dismissed),
        (confirmed, confirmed),
        (confirmed, let_through),
        (confirmed, dismissed),
        (dismissed, confirmed),
    ],
)
def test_the_first_is_obeyed_and_the_second_changes_nothing(
    desk: Desk, first: Decision, second: Decision
) -> None:
    number, begun = held(desk), Event()

    def too_late() -> object:
        begun.wait(30)
        with desk.database.transaction() as session:
            return second(session, number, desk)

    with ThreadPoolExecutor(1) as other:
        with desk.database.transaction() as session:
            first(session, number, desk)
            session.flush()
            answer = other.submit(too_late)
            begun.set()
            ends = time.monotonic() + 30
            while not somebody_waits(session):
                assert time.monotonic() < ends, "nobody waits for the first"
        if second is confirmed:
            assert answer.result() is False
        else:
            with pytest.raises(UserError):
                answer.result()
    row = desk.row(number)
    assert row.state == (InboundState.REFUSED if first is dismissed else InboundState.WAITING)
    assert "agent:two" not in str(row.door_facts) or first is dismissed
