"""What the database counts by itself is what counting line by line would give, whatever is done to the rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.queries.metrics.measured import DecideSeconds
from dispatch.queries.storage import kept_bytes, mail_bytes, summed_bytes, summed_mail_bytes
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.guarding.room_watch import RoomWatch, remember_hour
from intake.ledger.room import Comer, Lack, NoRoom, Room
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import IMPORTED, InboundMessage
from models.tables.organisation import AgentRow
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment, RequestRow
from models.vocabulary import OPEN_KINDS
from tests.desk import Desk
from tests.letters import write

_ledger, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_attachments, _requests, _agents = table_of(Attachment), table_of(RequestRow), table_of(AgentRow)


@pytest.fixture
def busy_desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """Three requests; two of them have the same file."""
    desk = Desk(town_database, tmp_path)
    for number in range(3):
        file = {"plan.bin": b"x" * 500 if number < 2 else b"y" * 70}
        desk.take(write(f"Une ampoule au gymnase Guimard, n° {number}.", files=file))
    processor = desk.processor()
    while processor.process_next():
        pass
    yield desk
    desk.close()


def assert_counted(desk: Desk) -> None:
    counted = (
        sa.select(_requests.c.assignee_id, sa.func.count())
        .where(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_not(None))
        .group_by(_requests.c.assignee_id)
    )
    kept = sa.select(_agents.c.id, _agents.c.open_requests).where(_agents.c.open_requests != 0)
    with desk.database.reading() as session:
        assert kept_bytes(session) == summed_bytes(session)
        run = session.connection().execute
        assert dict(run(kept).all()) == dict(run(counted).all())  # type: ignore[arg-type]  # pairs


def run(desk: Desk, *statements: sa.Executable) -> None:
    with desk.database.transaction() as session:
        for each in statements:
            session.connection().execute(each)


def test_a_file_that_came_twice_counts_once_until_both_are_gone(busy_desk: Desk) -> None:
    def kept() -> int:
        with busy_desk.database.reading() as session:
            return kept_bytes(session)

    assert kept() == 570
    same = sa.select(_attachments.c.id).where(_attachments.c.size_bytes == 500).order_by(_attachments.c.id)
    with busy_desk.database.reading() as session:
        one, other = session.connection().execute(same).scalars()
    gone = {"removed_at": busy_desk.clock()}
    run(busy_desk, sa.update(_attachments).where(_attachments.c.id == one).values(gone))
    assert kept() == 570
    run(busy_desk, sa.update(_attachments).where(_attachments.c.id == other).values(gone))
    assert kept() == 70
    # Both in one statement: the database may look before or after all of its rows.
    run(busy_desk, sa.update(_attachments).values(removed_at=None))
    assert kept() == 570
    run(busy_desk, sa.update(_attachments).values(gone))
    assert kept() == 0


def test_mail_as_it_came_is_counted_until_its_bytes_are_erased(busy_desk: Desk) -> None:
    def counted() -> int:
        with busy_desk.database.reading() as session:
            assert mail_bytes(session) == summed_mail_bytes(session)
            return mail_bytes(session)

    with busy_desk.database.reading() as session:
        sizes = dict(session.connection().execute(sa.select(_ledger.c.id, _ledger.c.raw_size_bytes)).all())  # type: ignore[arg-type]  # pairs
    assert counted() == sum(sizes.values()) > 0
    first, *others = sorted(sizes)
    gone = {"erased_at": busy_desk.clock(), "raw": None}
    run(busy_desk, sa.update(_ledger).where(_ledger.c.id == first).values(gone))
    assert counted() == sum(sizes[each] for each in others)
    # Erased again it is not gone twice.
    run(busy_desk, sa.update(_ledger).values(gone))
    assert counted() == 0
    run(busy_desk, sa.update(_ledger).where(_ledger.c.id == first).values(erased_at=None))
    assert counted() == sizes[first]


def test_a_service_that_starts_knows_the_last_hour_and_what_is_kept(busy_desk: Desk) -> None:
    room = Room(busy_desk.settings.limits, ())
    with busy_desk.database.reading() as session:
        size = mail_bytes(session)
        remember_hour(session, room, ["127.0.0.0/8"], busy_desk.clock() + timedelta(minutes=50))
        assert room.kept_bytes == size
        assert room.last_hour() == {Lack.SENDER: size, Lack.HOST: 0, Lack.HOUR: size}
        later = Room(busy_desk.settings.limits, ())
        remember_hour(session, later, [], busy_desk.clock() + timedelta(hours=2))
    assert later.last_hour()[Lack.HOUR] == 0 and later.kept_bytes == size


def test_what_was_brought_over_from_elsewhere_hides_nothing_of_the_last_hour(busy_desk: Desk) -> None:
    desk = busy_desk
    decided = DecideSeconds()
    with desk.database.reading() as session:
        size = mail_bytes(session)
        decided.look(session)
    months_ago = desk.clock() - timedelta(days=90)
    desk.take(received_at=months_ago, due_at=desk.clock(), door_key=f"{IMPORTED}ancien:1")
    desk.take(write("Une autre ampoule."), door_key="smtp:1")
    while desk.processor().process_next():
        pass
    room = Room(desk.settings.limits, ())
    with desk.database.reading() as session:
        size += desk.row(5).raw_size_bytes
        remember_hour(session, room, [], desk.clock() + timedelta(minutes=5))
        samples = {each.suffix: each.value for each in decided.look(session).samples}
    assert room.last_hour()[Lack.HOUR] == size
    assert (samples["_count"], samples["_sum"]) == (1, 0)


def test_each_want_of_room_is_told_once_a_day_and_names_its_setting(busy_desk: Desk) -> None:
    limits = busy_desk.settings.limits.model_copy(
        update={"sender_bytes_per_hour": 10, "mail_bytes": 5_000_000}
    )
    room = Room(limits, ())
    watch = RoomWatch(busy_desk.database, Organisations(), room, limits, busy_desk.clock)
    assert watch.run() == []
    assert room.kept_bytes > 0
    for _ in range(2):
        with pytest.raises(NoRoom):
            room.take(Comer(60, "loud@example.org"))
        (said,) = watch.run()
        assert said.startswith("The limit limits.sender_bytes_per_hour")
    assert watch.run() == []
    alerts = sa.select(_outbox.c.recipient, _outbox.c.data).where(_outbox.c.notice == "alert")
    with busy_desk.database.reading() as session:
        told = session.connection().execute(alerts).all()
    assert told and len({row.recipient for row in told}) == len(told)
    assert all("loud@example.org" in str(row.data) for row in told)


def test_open_requests_follow_every_change_of_hands_and_state(busy_desk: Desk) -> None:
    with busy_desk.database.reading() as session:
        agents = list(session.connection().execute(sa.select(_agents.c.id)).scalars())
        requests = list(session.connection().execute(sa.select(_requests.c.id)).scalars())
    chosen = random.Random(3)  # the same changes in every run
    assert_counted(busy_desk)
    for _ in range(40):
        values = {
            "assignee_id": chosen.choice([*agents, None]),
            "state_kind": chosen.choice(["new", "open", "waiting", "done", "refused"]),
        }
        some = chosen.sample(requests, chosen.randint(1, len(requests)))
        run(busy_desk, sa.update(_requests).where(_requests.c.id.in_(some)).values(values))
        assert_counted(busy_desk)
