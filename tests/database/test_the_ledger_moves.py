"""Every ledger row moves: claimed by one, moved by its holder only, set aside in the end, and never in the
way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dispatch.inbound.process import HEALTHY_SECONDS
from dispatch.notices.outside_requests import SET_ASIDE_PER_HOUR
from intake.ledger import claims
from intake.ledger.claims import LeaseLost
from intake.message import ParsedMessage
from intake.reading.asked import SetAside
from models.errors import TemporaryFailure, UserError
from models.organisation import Town
from models.store.sharing.presence import Presence
from models.store.sharing.recovery import Recovery
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from models.values import Reference
from tests.desk import Desk, Moody, PlainReader
from tests.letters import write

TOWN = Town(name="Saint-Exemple", default_service="accueil")

POISON = b"This one is poison"
_outbox, _requests = table_of(OutboundMessage), table_of(RequestRow)


def claim(desk: Desk, limit: int = 10, *, tried: bool = False) -> list[claims.ClaimedMessage]:
    with desk.database.transaction() as session:
        return claims.claim(session, desk.clock(), limit=limit, lease_seconds=60, tried=tried)


def recovery(desk: Desk, presence: Presence, monotonic: Callable[[], float] = lambda: 0.0) -> Recovery:
    return Recovery(
        desk.database, presence, [claims.leases], desk.clock, longest_lease_seconds=60, monotonic=monotonic
    )


def numbers(desk: Desk) -> list[int]:
    with desk.database.reading() as session:
        query = sa.select(_requests.c.number).order_by(_requests.c.id)
        return list(session.connection().execute(query).scalars())


def refuse_poison(raw: bytes) -> None:
    if POISON in raw:
        raise RuntimeError("poison")


def test_many_threads_claim_each_row_once(desk: Desk) -> None:
    wanted = {desk.take(write(f"Message {n}.")) for n in range(60)}

    def work(_: int) -> list[int]:
        mine: list[int] = []
        while found := claim(desk, 3):
            mine += [row.id for row in found]
        return mine

    with ThreadPoolExecutor(6) as workers:
        claimed = [row for each in workers.map(work, range(6)) for row in each]
    assert sorted(claimed) == sorted(wanted)


def test_a_leased_row_is_nobody_else_s_until_the_lease_ends(desk: Desk) -> None:
    desk.take()
    (first,) = claim(desk)
    assert claim(desk) == claim(desk, tried=True) == []
    desk.clock.pass_seconds(61)
    (second,) = claim(desk, tried=True)
    assert (second.id, second.fence, second.attempts) == (first.id, first.fence + 1, 1)
    assert (first.deaths, second.deaths) == (0, 1)


def test_who_lost_the_lease_can_write_nothing(desk: Desk) -> None:
    desk.take()
    (first,) = claim(desk)
    desk.clock.pass_seconds(61)
    (second,) = claim(desk, tried=True)
    with pytest.raises(LeaseLost), desk.database.transaction() as session:
        claims.end(session, first, InboundState.SPAM, desk.clock())
    with pytest.raises(LeaseLost), desk.database.transaction() as session:
        claims.postpone(session, first, desk.clock(), "late")
    with desk.database.transaction() as session:
        claims.release(session, [first])
    assert desk.row(first.id).leased_until is not None
    with desk.database.transaction() as session:
        claims.end(session, second, InboundState.SPAM, desk.clock())
    assert desk.states() == ["spam"]


def test_an_end_is_final(desk: Desk) -> None:
    desk.take()
    (row,) = claim(desk)
    with desk.database.transaction() as session:
        claims.end(session, row, InboundState.SPAM, desk.clock())
    with pytest.raises(LeaseLost), desk.database.transaction() as session:
        claims.end(session, row, InboundState.NEW_REQUEST, desk.clock())


def test_leases_given_back_cost_no_attempt(desk: Desk) -> None:
    desk.take()
    with desk.database.transaction() as session:
        claims.release(session, claim_in(desk, session))
    (again,) = claim(desk)
    assert again.attempts == 1


def claim_in(desk: Desk, session: object) -> list[claims.ClaimedMessage]:
    return claims.claim(session, desk.clock(), limit=10, lease_seconds=60)  # type: ignore[arg-type]  # a Session


def test_a_poison_message_is_set_aside_and_its_neighbours_go_through(desk: Desk) -> None:
    """The reader raises for it, as no reader should: the others of its batch are decided at once."""
    desk.take(write("Une ampoule au gymnase Guimard."))
    poison = desk.take(write(POISON.decode()))
    desk.take(write("Une vitre à la médiathèque."))
    processor = desk.processor(PlainReader(before=refuse_poison))

    processor.process_next()
    assert desk.states() == ["new_request", "waiting", "new_request"]
    assert "attempt 1 failed: RuntimeError" in desk.row(poison).reason

    for _ in range(desk.settings.work.max_attempts):
        desk.clock.pass_seconds(600)
        while processor.process_next():
            pass
    assert desk.states() == ["new_request", "failed", "new_request"]
    assert desk.row(poison).reason == "gave up after 5 attempts: RuntimeError"
    assert numbers(desk) == [1, 2]


def test_administrators_are_told_once_of_a_message_set_aside(desk: Desk) -> None:
    poison = desk.take(write(POISON.decode()))
    processor = desk.processor(PlainReader(before=refuse_poison))
    for _ in range(desk.settings.work.max_attempts + 2):
        desk.clock.pass_seconds(600)
        processor.process_next()
    with desk.database.reading() as session:
        told = session.connection().execute(sa.select(_outbox.c.notice, _outbox.c.inbound_id)).all()
    assert [tuple(each) for each in told] == [("set_aside", poison)]


def test_a_message_that_stops_the_process_does_not_take_its_batch_along(desk: Desk) -> None:
    """Stopped processes give no lease back: five crashes in one batch must not fail thirty-one innocents."""

    class Killed(BaseException):
        """Stands for the end of the process: nothing of ours catches it."""

    def die_of_poison(raw: bytes) -> None:
        if POISON in raw:
            raise Killed

    desk.take(write(POISON.decode()))
    for number in range(3):
        desk.take(write(f"Message {number}."))
    for _ in range(12):
        processor = desk.processor(PlainReader(before=die_of_poison))
        try:
            while processor.process_next():
                pass
            desk.clock.pass_seconds(HEALTHY_SECONDS)
            while processor.process_next():
                pass
        except Killed:
            desk.clock.pass_seconds(desk.settings.work.lease_seconds + 1)
    assert desk.states() == ["failed", "new_request", "new_request", "new_request"]
    assert desk.row(1).reason == "the service stopped 6 times while working on it"


def test_a_service_killed_again_and_again_condemns_nothing_that_it_held(desk: Desk) -> None:
    """Killed from outside, each time before it did anything: no message is failed, and its answer waits for
    it.
    """
    first = write("Une ampoule au gymnase Guimard.")
    desk.take(first)
    desk.take(write("J'oubliais : à l'étage.", headers={"In-Reply-To": first["Message-ID"]}))

    class Killed(BaseException):
        pass

    def die(_raw: bytes) -> None:
        raise Killed

    for _ in range(20):
        with contextlib.suppress(Killed):
            desk.processor(PlainReader(before=die)).process_next()
        desk.clock.pass_seconds(desk.settings.work.lease_seconds + 1)
    assert desk.states() == ["waiting", "waiting"]

    processor = desk.processor()
    for _ in range(4):
        desk.clock.pass_seconds(HEALTHY_SECONDS)
        while processor.process_next():
            pass
    assert desk.states() == ["new_request", "follow_up"]
    assert desk.row(1).attempts == 1


def test_a_reading_process_that_is_killed_is_no_fault_of_the_mail_unless_it_goes_on(desk: Desk) -> None:
    class Dying:
        def read_many(self, doors_and_raws: object) -> list[SetAside]:
            return [SetAside("died", "The process that read it was ended.")]

    killed = desk.take()
    desk.processor(Dying()).process_next()  # type: ignore[arg-type]  # a narrower answer
    row = desk.row(killed)
    assert (row.state, row.attempts, row.deaths) == ("waiting", 0, 1)
    desk.clock.pass_seconds(HEALTHY_SECONDS)
    desk.processor().process_next()
    assert desk.states() == ["new_request"]

    deadly = desk.take(write("Une vitre à la médiathèque."))
    processor = desk.processor(Dying())  # type: ignore[arg-type]  # as above
    for _ in range(8):
        processor.process_next()
        desk.clock.pass_seconds(900)
    assert desk.row(deadly).state == "failed"
    assert desk.row(deadly).reason == "The process that read it was ended."


def test_what_cannot_be_read_is_set_aside_at_once_with_its_reason(desk: Desk) -> None:
    class Refusing:
        def read_many(self, doors_and_raws: object) -> list[SetAside]:
            return [SetAside("time", "It took too long to read.")]

    ledger_id = desk.take()
    desk.processor(Refusing()).process_next()  # type: ignore[arg-type]  # a narrower answer
    assert desk.states() == ["failed"]
    assert desk.row(ledger_id).reason == "It took too long to read."


def test_a_file_store_that_is_full_is_nobody_s_attempt(desk: Desk) -> None:
    def full(_raw: bytes) -> None:
        raise TemporaryFailure("The file store cannot be written.", "OSError 28")

    ledger_id = desk.take()
    for _ in range(10):
        with pytest.raises(TemporaryFailure):
            desk.processor(PlainReader(before=full)).process_next()
    assert desk.row(ledger_id).attempts == 0
    desk.processor().process_next()
    assert desk.states() == ["new_request"]


def test_a_batch_that_broke_and_then_met_an_outage_is_given_back_whole(desk: Desk) -> None:
    """No time takes a lease from the process that lives: what is not given back waits until it ends."""
    held = [desk.take() for _ in range(3)]
    reads = 0

    def break_then_leave(_raw: bytes) -> None:
        nonlocal reads
        reads += 1
        raise ValueError("of ours") if reads == 1 else TemporaryFailure("Away.", "OSError 28")

    with pytest.raises(TemporaryFailure):
        desk.processor(PlainReader(before=break_then_leave)).process_next()
    assert reads == 2
    assert [desk.row(each).leased_until for each in held] == [None] * 3
    desk.processor().process_next()
    assert desk.states() == ["new_request"] * 3


def test_a_message_whose_bytes_are_gone_is_set_aside(desk: Desk) -> None:
    ledger_id = desk.take(b"Subject: big\r\n\r\n" + b"x" * 70_000)
    desk.files.remove(desk.row(ledger_id).raw_sha256)
    desk.processor().process_next()
    assert desk.states() == ["failed"]
    assert desk.row(ledger_id).reason == "This file is no longer kept."


def test_several_processors_make_each_request_once_and_number_them_without_gap(desk: Desk) -> None:
    for number in range(40):
        desk.take(write(f"Message {number}.", sender=f"personne{number % 7}@example.org"))

    def work(_: int) -> None:
        processor = desk.processor()
        while processor.process_next():
            pass

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert desk.states() == ["new_request"] * 40
    assert sorted(numbers(desk)) == list(range(1, 41))


def test_a_rolled_back_request_leaves_no_gap(desk: Desk) -> None:
    from dispatch.requests.numbers_and_links import next_reference

    def take_number(keep: bool) -> int:
        try:
            with desk.database.transaction() as session:
                number = next_reference(session, desk.clock(), TOWN).number
                if not keep:
                    raise RuntimeError("rolled back")
                return number
        except RuntimeError:
            return 0

    with ThreadPoolExecutor(6) as workers:
        given = [each for each in workers.map(take_number, [n % 3 != 0 for n in range(60)]) if each]
    assert sorted(given) == list(range(1, 41))


def test_numbers_begin_again_at_new_year_in_the_town_s_own_time(desk: Desk) -> None:
    from datetime import UTC, datetime

    from dispatch.requests.numbers_and_links import next_reference

    with desk.database.transaction() as session:
        before = next_reference(session, datetime(2026, 12, 31, 22, 59, tzinfo=UTC), TOWN)
        after = next_reference(session, datetime(2026, 12, 31, 23, 1, tzinfo=UTC), TOWN)
    assert (before, after) == (Reference(2026, 1), Reference(2027, 1))


def test_an_answer_waits_for_the_mail_that_it_answers(desk: Desk) -> None:
    """Another worker still has the first mail: its answer must not start a request of its own."""
    first = write("Une ampoule au gymnase Guimard.")
    desk.take(first)
    (held,) = claim(desk)
    desk.take(write("J'oubliais : à l'étage.", headers={"In-Reply-To": first["Message-ID"]}))
    processor = desk.processor()

    processor.process_next()
    assert desk.states() == ["waiting", "waiting"]

    with desk.database.transaction() as session:
        claims.release(session, [held])
    for _ in range(3):
        desk.clock.pass_seconds(1)
        processor.process_next()
    assert desk.states() == ["new_request", "follow_up"]


def test_one_held_message_holds_back_its_own_answers_and_no_others(desk: Desk) -> None:
    """Whoever held it may be dead: everybody else's answers do not wait until its lease ends."""
    other = write("Une vitre à la médiathèque.", sender="autre@example.org")
    desk.take(other)
    desk.processor().process_next()
    first = write("Une ampoule au gymnase Guimard.")
    desk.take(first)
    claim(desk)
    for number in range(3):
        answer = write(
            f"Et {number}.", sender="autre@example.org", headers={"In-Reply-To": other["Message-ID"]}
        )
        desk.take(answer)
    desk.take(write("À l'étage.", headers={"References": f"{other['Message-ID']} {first['Message-ID']}"}))
    desk.processor().process_next()
    assert desk.states() == ["new_request", "waiting", "follow_up", "follow_up", "follow_up", "waiting"]


def test_an_answer_waits_for_a_large_mail_too(desk: Desk) -> None:
    """A large mail stands in the file store, its Message-ID with it."""
    first = write("Une ampoule au gymnase Guimard.", files={"plan.bin": b"x" * 90_000})
    desk.take(first)
    claim(desk)
    desk.take(write("À l'étage.", headers={"In-Reply-To": first["Message-ID"]}))
    desk.processor().process_next()
    assert desk.states() == ["waiting", "waiting"]
    assert desk.row(2).reason == "waits for message 1, which it answers"


def test_what_could_not_be_given_back_is_given_back_before_anything_new_is_claimed(desk: Desk) -> None:
    """No time frees what a living process holds: it must remember what the database could not be told."""
    moody = Moody(desk.database)

    def fail(_raw: bytes) -> None:
        moody.leave()
        raise TemporaryFailure("The file store cannot be written.", "OSError 28")

    reader = PlainReader(before=fail)
    held = desk.take()
    processor = desk.processor(reader, database=moody)
    for _ in range(2):
        with pytest.raises(TemporaryFailure):
            processor.process_next()
    assert desk.row(held).leased_until is not None
    moody.come_back()
    reader.before = lambda _raw: None
    while processor.process_next():
        pass
    assert desk.states() == ["new_request"]
    assert (desk.row(held).attempts, desk.row(held).deaths) == (1, 0)


def test_leases_of_a_dead_process_are_free_at_once_and_those_of_a_living_one_are_not(desk: Desk) -> None:
    directory = desk.directory / "workers"
    dead, alive, here = Presence(directory), Presence(directory), Presence(directory)
    for owner in (dead.owner, alive.owner):
        desk.take()
        with desk.database.transaction() as session:
            claims.claim(session, desk.clock(), limit=1, lease_seconds=60, owner=owner)
    dead.close()
    recovery(desk, here).begin()
    assert [desk.row(each).leased_by for each in (1, 2)] == ["", alive.owner]
    assert (desk.row(1).attempts, desk.row(1).deaths) == (0, 1)
    assert here.dead() == []
    # The other dies while this one runs.
    looking = recovery(desk, here)
    assert not looking.look()
    alive.close()
    assert looking.look()
    assert desk.row(2).leased_until is None
    here.close()


def test_time_alone_never_takes_a_lease_from_a_living_process_s_own_threads(desk: Desk) -> None:
    """A clock that jumps an hour ahead ends every lease; what this process holds it still holds."""
    desk.take()
    with desk.database.transaction() as session:
        claims.claim(session, desk.clock(), limit=1, lease_seconds=60, owner="me")
    desk.clock.pass_seconds(3600)
    with desk.database.transaction() as session:
        assert claims.claim(session, desk.clock(), limit=1, lease_seconds=60, tried=True, owner="me") == []
        assert claims.claim(session, desk.clock(), limit=1, lease_seconds=60, tried=True, owner="other")


@pytest.mark.parametrize("noticed", ["while it runs", "when it starts"])
def test_a_clock_that_goes_back_an_hour_leaves_nothing_waiting_an_hour(desk: Desk, noticed: str) -> None:
    """What a clock an hour ahead wrote is put right; what waits longer for a reason of its own stays."""
    here = Presence(desk.directory / "workers")
    watching = recovery(desk, here)
    for _ in range(4):
        desk.take()
    with desk.database.transaction() as session:
        first, _second, third, _fourth = claims.claim(session, desk.clock(), limit=4, lease_seconds=60)
        claims.postpone(session, first, desk.clock() - timedelta(seconds=30), "soon")
        claims.postpone(session, third, desk.clock() + timedelta(hours=7), "much later")
    later = desk.row(3).next_attempt_at
    desk.clock.pass_seconds(-3600)
    if noticed == "while it runs":
        assert watching.look()
        assert not watching.look()
    else:
        recovery(desk, here).begin()
    assert desk.row(1).next_attempt_at == desk.clock()
    assert desk.row(2).leased_until == desk.clock() + timedelta(seconds=60)
    assert desk.row(3).next_attempt_at == later
    here.close()


def test_a_held_message_can_be_replayed_and_one_with_a_request_cannot(desk: Desk) -> None:
    held = desk.take(door_facts={"virus": "EICAR"})
    made = desk.take(write("Une vitre à la médiathèque."))
    desk.processor().process_next()
    assert desk.states() == ["held", "new_request"]
    with desk.database.transaction() as session:
        claims.replay(session, held, desk.clock())
    assert desk.row(held).state == "waiting"
    with pytest.raises(UserError), desk.database.transaction() as session:
        claims.replay(session, made, desk.clock())
    with pytest.raises(UserError), desk.database.transaction() as session:
        claims.replay(session, 999, desk.clock())


def test_a_flood_of_broken_messages_is_told_once_and_not_one_by_one(desk: Desk) -> None:
    """The administrators' other notices share an hourly limit with these."""
    for _ in range(SET_ASIDE_PER_HOUR + 5):
        desk.take(b"\r\n")
    processor = desk.processor(reader=_SetsAside())
    while processor.process_next():
        pass
    assert desk.states() == ["failed"] * (SET_ASIDE_PER_HOUR + 5)
    with desk.database.reading() as session:
        told = list(session.connection().execute(sa.select(_outbox.c.notice)).scalars())
    assert told.count("set_aside") == SET_ASIDE_PER_HOUR
    assert told.count("alert") == 1


class _SetsAside:
    """A reader that finds nothing to read."""

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]:
        return [SetAside("unreadable", "The message is empty.") for _ in doors_and_raws]
