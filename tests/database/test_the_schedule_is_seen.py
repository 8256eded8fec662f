"""What happens by the clock is written down: when it ran, how it went, and what should have run."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.speaking.translate import in_french
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.job_runs import job_rows, job_troubles
from dispatch.upkeep.schedule import Schedule
from models.errors import UserError
from tests.desk import NOW, Desk
from tests.town import PATIENCE_SECONDS, wait_until


def schedule_of(desk: Desk, **given: Any) -> Schedule:
    return Schedule(
        desk.database,
        Organisations(),
        desk.settings,
        desk.clock,
        time_zone="Europe/Paris",
        doors=(),
        on_told=lambda: None,
        **given,
    )


def rows(desk: Desk) -> dict[str, dict[str, Any]]:
    with desk.database.reading() as session:
        return {row["name"]: row for row in job_rows(session)}


def troubles(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return job_troubles(session, desk.clock())


def test_a_run_its_failure_and_its_recovery_are_written_down(desk: Desk) -> None:
    wrong: list[Exception] = [UserError("The other side is away."), KeyError("somebody@example.org")]

    def job() -> None:
        if wrong:
            raise wrong.pop()

    schedule = schedule_of(desk, owner="ab12")
    schedule.every(60, "odd", job)
    assert schedule.run_now("odd") == "a mistake in Guichet: KeyError"
    assert rows(desk)["odd"]["failures"] == 1
    assert schedule.run_now("odd") == "The other side is away."
    row = rows(desk)["odd"]
    assert (row["failure"], row["failures"], row["succeeded_at"]) == ("The other side is away.", 2, None)
    assert troubles(desk) == ["odd failed"]
    assert schedule.run_now("odd") == ""
    row = rows(desk)["odd"]
    assert (row["failure"], row["failures"], row["succeeded_at"], row["plan"]) == ("", 0, NOW, "every minute")
    assert troubles(desk) == []
    with pytest.raises(KeyError):
        schedule.run_now("none")


def test_what_goes_well_every_minute_is_not_written_every_minute(desk: Desk) -> None:
    schedule = schedule_of(desk)
    schedule.every(60, "often", lambda: None)
    for _ in range(6):
        schedule.run_now("often")
        desk.clock.now += timedelta(minutes=1)
    assert rows(desk)["often"]["succeeded_at"] == NOW + timedelta(minutes=5)


def test_each_plan_of_a_job_has_its_french(desk: Desk) -> None:
    schedule = schedule_of(desk)
    for seconds in (5, 60, 600):
        schedule.every(seconds, f"each {seconds}", lambda: None)
    schedule.daily(5, "at five", lambda: None)
    plans = {job.plan for job in schedule._jobs.values()}
    assert len(plans) >= 6 and {in_french(plan) for plan in plans} & plans == set()


def test_whoever_does_not_lead_runs_only_what_is_its_own(desk: Desk) -> None:
    ran: list[str] = []
    schedule = schedule_of(desk, leads=lambda: False)
    schedule.every(60, "for all", lambda: ran.append("for all"))
    schedule.every(60, "its own", lambda: ran.append("its own"), alone=False)
    for name in ("for all", "its own"):
        schedule._scheduler.get_job(name).func(name)
    assert ran == ["its own"]


def test_a_plan_forgets_jobs_that_are_no_more_and_tells_what_did_not_run(desk: Desk) -> None:
    schedule = schedule_of(desk)
    schedule.every(3600, "gone", lambda: None)
    schedule.run_now("gone")
    again = schedule_of(desk)
    again.every(3600, "here", lambda: None)
    again.start()
    again.stop()
    planned = rows(desk)
    assert set(planned) == {"reminders", "watch", "confirmations", "held", "dangers", "here"}
    assert all(row["next_at"] is not None for row in planned.values())
    desk.clock.now = planned["here"]["next_at"] + timedelta(minutes=31)
    assert "here did not run" in troubles(desk)


def test_a_run_by_command_leaves_the_next_one_that_was_planned(desk: Desk) -> None:
    service = schedule_of(desk)
    service.start()
    service.stop()
    planned = rows(desk)["reminders"]["next_at"]
    assert planned is not None
    assert schedule_of(desk).run_now("reminders") == ""
    row = rows(desk)["reminders"]
    assert (row["next_at"], row["succeeded_at"]) == (planned, NOW)
    # What the process that planned it does not do any more is still missed.
    desk.clock.now = planned + timedelta(hours=1)
    assert "reminders did not run" in troubles(desk)


@pytest.mark.parametrize(("hours", "runs"), [(1, True), (5.5, True), (6.5, False), (-1, False)])
def test_an_hour_that_went_by_while_nobody_was_there_is_made_up_for_at_the_start(
    desk: Desk, hours: float, runs: bool
) -> None:
    """At seven the machine was being updated: the reminders come when it is back, not tomorrow."""
    desk.clock.now = datetime.now(UTC)
    ran = threading.Event()
    schedule = schedule_of(desk)
    schedule.daily(7, "reminders", ran.set)
    schedule._runs.plan({"reminders": ("daily at 7:00", desk.clock.now - timedelta(hours=hours))})
    schedule.start()
    try:
        assert ran.wait(60 if runs else 0.5) is runs
    finally:
        schedule.stop()


def test_a_stop_waits_for_the_job_under_way_which_is_written_down(desk: Desk) -> None:
    """The job asks the scheduler when it comes next, as the stop waits for it: neither may hold the other."""
    begun, stopping = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        assert stopping.wait(PATIENCE_SECONDS)

    schedule = schedule_of(desk)
    schedule.every(0.1, "long", job, alone=False)
    schedule.start()
    assert begun.wait(PATIENCE_SECONDS)
    stop = threading.Thread(target=schedule.stop, daemon=True)
    stop.start()
    wait_until(lambda: not schedule._scheduler.running, "nothing stops it")
    stopping.set()
    stop.join(PATIENCE_SECONDS)
    assert not stop.is_alive(), "the stop never ends"
    row = rows(desk)["long"]
    assert (row["failures"], row["failure"]) == (0, "") and row["next_at"] is not None
