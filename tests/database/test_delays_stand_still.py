"""A delay stands still while the requester is asked; what silence decides is due before; answers have a delay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.entries import write_entry
from dispatch.history.request import Request, lock_request
from dispatch.requests.state import change_state
from dispatch.requests.workflow import Advance, advance
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.morning import remind_work
from models.organisation.working_time import due_after_hours, last_working_day_before
from models.tables.columns import table_of
from models.tables.requests import WITHDRAWS, Entry, EntryKind, RequestRow
from models.vocabulary import ActorRole
from tests.database.test_reminders_and_watch import in_force, late_lists, with_request
from tests.desk import NOW, Desk

_requests = table_of(RequestRow)
DAY = timedelta(days=1)
STAFF = Actor(ActorRole.AGENT, None)


def do(desk: Desk, verb: str, at: datetime, comment: str = "Quelle rue ?") -> Request:
    """One verb by somebody of staff, at that moment; the request afterwards."""
    with desk.database.transaction() as session:
        known = Organisations().current(session).in_force
        request = lock_request(session, known, session.scalars(sa.select(_requests.c.id)).one())
        change = Change(session, known, request, STAFF, f"test:{at}", at)
        step = advance(change.workflow, request.state, verb, actor="agent", comment=comment)
        assert isinstance(step, Advance), step
        change_state(change, step)
        return change.request


def test_while_the_requester_is_asked_nothing_is_due_and_what_was_left_runs_on(desk: Desk) -> None:
    town = in_force(desk).organisation.town
    due = due_after_hours(town, NOW, 10)
    with_request(desk, due_at=due)
    asked = do(desk, "wait", NOW + timedelta(hours=1))
    assert asked.due_at is None and asked.due_left_hours is not None
    with desk.database.transaction() as session:
        assert remind_work(session, in_force(desk), NOW + 30 * DAY, 0).late == 0
    back = NOW + 20 * DAY
    going_on = do(desk, "take", back)
    assert going_on.due_at == due_after_hours(town, back, asked.due_left_hours)
    assert going_on.due_left_hours is None
    assert 8 <= asked.due_left_hours < 10


def test_waiting_for_a_part_stops_no_clock_and_what_is_late_stays_late(desk: Desk) -> None:
    with_request(desk, due_at=NOW + DAY)
    assert do(desk, "wait-internal", NOW).due_at == NOW + DAY
    assert do(desk, "wait", NOW + 2 * DAY).due_at == NOW + DAY


def test_a_request_closed_while_its_requester_was_asked_was_in_time(desk: Desk) -> None:
    with_request(desk, due_at=NOW + DAY)
    do(desk, "wait", NOW)
    closed = do(desk, "done", NOW + 10 * DAY)
    assert closed.due_at is not None and closed.closed_at is not None and closed.closed_at <= closed.due_at


def of_type(desk: Desk, **changes: Any) -> Any:
    known = in_force(desk)
    kind = known.organisation.request_types[0].model_copy(update=changes)
    document = known.organisation.model_copy(
        update={"request_types": (kind, *known.organisation.request_types[1:])}
    )
    return replace(known, organisation=document), kind.key


def test_what_nobody_answered_in_time_is_in_the_mail_of_the_morning(desk: Desk) -> None:
    with_request(desk, answer_due_at=NOW - timedelta(hours=1), due_at=NOW + 10 * DAY)
    with desk.database.transaction() as session:
        assert remind_work(session, in_force(desk), NOW, 0).late == 1
    (line,) = late_lists(desk)[0]["items"]
    assert (line["unanswered"], line["overdue"]) == (True, False)
    do(desk, "take", NOW)
    with desk.database.transaction() as session:
        assert remind_work(session, in_force(desk), NOW + DAY, 0).late == 0
    # What was taken back never left: it is no answer.
    entries = table_of(Entry)
    with desk.database.transaction() as session:
        last = session.connection().execute(
            sa.select(entries.c.id, entries.c.request_id)
            .where(entries.c.public)
            .order_by(entries.c.id.desc())
        )
        entry_id, request_id = last.first()  # type: ignore[misc]  # there is one
        write_entry(session, request_id, EntryKind.NOTE, STAFF, NOW, data={WITHDRAWS: [entry_id]})
        assert remind_work(session, in_force(desk), NOW + DAY, 0).late == 1


def test_silence_decides_on_a_day_before_which_the_request_is_due() -> None:
    from models.organisation_files.sample import load_sample

    town = load_sample().town
    # The 11th of November is a holiday, the 8th a Sunday.
    assert last_working_day_before(town, datetime(2026, 11, 12, tzinfo=UTC).date()).day == 10
    assert last_working_day_before(town, datetime(2026, 11, 9, tzinfo=UTC).date()).day == 6
