"""What happens by the clock: reminders in the morning, a watch every hour, held mail every half hour."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from dispatch.inbound.staff.proving.confirming import expire_confirmations
from dispatch.inbound.staff.proving.spent import forget_spent
from dispatch.notices.held import tell_held
from dispatch.requests.survey_reminders import remind_surveys
from dispatch.requests.undo.kept import forget_acts
from dispatch.requests.visas.reminding import remind_visas
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.job_runs import JobRuns, Ran, failure_of
from dispatch.upkeep.late import remind_dangers
from dispatch.upkeep.morning import MORNING_HOUR, remind_answers, remind_work
from dispatch.upkeep.partners import remind_partners
from dispatch.upkeep.reminders import list_unassigned
from dispatch.upkeep.rights.asked import remind_data_requests
from dispatch.upkeep.watch import watch
from dispatch.upkeep.week import JOB as REMINDERS
from dispatch.upkeep.week import tell_week, visas_in_the_week
from models.errors import GuichetError
from models.settings.settings import Settings
from models.store.database import Database
from models.store.organisations import InForce

log = structlog.get_logger(__name__)
#: Just after each window in which one person is told once of held mail.
HELD_MINUTES = "1,31"
#: The minute of each hour at which is looked for what goes wrong silently.
WATCH_MINUTE = 13
#: A job missed because the machine slept is run when it wakes, within this time.
GRACE_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class Job:
    """One thing done by the clock. `alone`: by the leader only, when several processes run."""

    name: str
    run: Callable[[], object]
    #: When, in words.
    plan: str
    #: When, as APScheduler takes it.
    trigger: dict[str, Any]
    alone: bool = True


class Schedule:
    """Runs jobs by the clock of the town. Every job is harmless when run twice: notices are unique."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        time_zone: str,
        doors: tuple[str, ...],
        on_told: Callable[[], None],
        leads: Callable[[], bool] = lambda: True,
        owner: str = "",
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._settings = settings
        self._clock = clock
        self._doors = doors
        self._on_told = on_told
        self._leads = leads
        self._runs = JobRuns(database, owner)
        self._scheduler = BackgroundScheduler(
            timezone=time_zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
        )
        self._under_way, self._stopped, self._counting = 0, False, threading.Condition()
        #: What was planned, by name: planned anew when the clock was turned.
        self._jobs: dict[str, Job] = {}
        # Before the counter opens: staff find their reminders when they arrive.
        self.daily(MORNING_HOUR, REMINDERS, lambda: self._in_transaction(self._remind))
        hourly = {"trigger": "cron", "minute": WATCH_MINUTE}
        self._add(Job("watch", lambda: self._in_transaction(self._watch), "every hour", hourly))
        self._add(
            Job("confirmations", lambda: self._in_transaction(self._end_confirmations), "every hour", hourly)
        )
        half_hourly = {"trigger": "cron", "minute": HELD_MINUTES}
        self._add(Job("held", lambda: self._in_transaction(tell_held), "every half hour", half_hourly))
        self._add(
            Job("dangers", lambda: self._in_transaction(self._remind_dangers), "every half hour", half_hourly)
        )

    def every(self, seconds: float, name: str, job: Callable[[], object], *, alone: bool = True) -> None:
        """Run `job` every so many seconds; its failures are kept and never stop the schedule."""
        plan = "every minute" if seconds == 60 else f"every {seconds:g} s"
        if seconds > 60:
            plan = f"every {seconds / 60:g} min"
        self._add(Job(name, job, plan, {"trigger": "interval", "seconds": seconds}, alone))

    def daily(self, hour: int, name: str, job: Callable[[], object]) -> None:
        """Run `job` once a day at that hour of the town; failures as with `every`."""
        self._add(Job(name, job, f"daily at {hour}:00", {"trigger": "cron", "hour": hour}))

    def clock_changed(self) -> None:
        """Plan everything anew from now: the next run was reckoned by a clock that was turned since."""
        for job in self._jobs.values():
            self._put(job)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all jobs, sorted."""
        return tuple(sorted(self._jobs))

    def start(self, *, catch_up: bool = False) -> None:
        """Begin; what is planned is written down for whoever looks. What an hour of the clock asked for while
        no process was there runs at once, unless that is longer ago than `GRACE_SECONDS`: a machine that
        starts anew at seven keeps nobody's reminders until tomorrow. `catch_up`: everything that came due
        since it last ran, and what never did.
        """
        missed = self._missed() if catch_up else self._passed_over()
        self._scheduler.start(paused=bool(missed))
        for name in missed:
            self._scheduler.modify_job(name, next_run_time=self._clock())
        self._scheduler.resume()
        try:
            self._runs.plan({name: (job.plan, self._next(name)) for name, job in self._jobs.items()})
        except GuichetError as wrong:
            log.warning("schedule.plan_not_written", error=wrong.private)

    @property
    def rests(self) -> bool:
        """Whether no job is under way or due; False before the start."""
        if not self._scheduler.running or self._under_way:
            return False
        due = (self._next(name) for name in self._jobs)
        return not any(each is not None and each <= self._clock() for each in due)

    def _passed_over(self) -> list[str]:
        """Jobs of an hour that went by within the grace, as they were planned before."""
        now = self._clock()
        try:
            passed = self._runs.passed_over(now - timedelta(seconds=GRACE_SECONDS), now)
        except GuichetError as wrong:
            log.warning("schedule.plan_not_read", error=wrong.private)
            return []
        return [name for name, job in self._jobs.items() if name in passed and "hour" in job.trigger]

    def _missed(self) -> list[str]:
        """Jobs that would have run since they last did, and those that never did."""
        last = self._runs.last_starts()
        return [name for name, job in self._jobs.items() if self._is_due(job, last.get(name))]

    def _is_due(self, job: Job, last: datetime | None) -> bool:
        if last is None:
            return True
        trigger = self._scheduler.get_job(job.name).trigger
        # An interval is reckoned from the run before, a time of day from the clock.
        before = last if job.trigger["trigger"] == "interval" else None
        return bool(trigger.get_next_fire_time(before, last) <= self._clock())

    def stop(self) -> None:
        """No new job; those under way end."""
        if self._scheduler.running:
            # Waiting, it would hold the lock by which a job that ends asks when it comes next.
            self._scheduler.shutdown(wait=False)
        with self._counting:
            self._stopped = True
            self._counting.wait_for(lambda: not self._under_way)

    def run_now(self, name: str) -> str:
        """Run one job here and now, whoever leads; what it failed with, '' when it went well. Raises KeyError
        for a name there is not.
        """
        job = self._jobs[name]
        started, failure, following = self._clock(), "", self._next(name)
        try:
            job.run()
        except Exception as wrong:  # the job's edge: the next run must come
            failure = failure_of(wrong)
            log.error("schedule.failed", job=name, exc_info=True)
        self._runs.note(Ran(name, job.plan, started, self._clock(), failure, self._next(name) or following))
        return failure

    def _run_planned(self, name: str) -> None:
        with self._counting:
            if self._stopped:
                return
            self._under_way += 1
        try:
            if not self._jobs[name].alone or self._leads():
                self.run_now(name)
        finally:
            with self._counting:
                self._under_way -= 1
                self._counting.notify_all()

    def _add(self, job: Job) -> None:
        self._jobs[job.name] = job
        self._put(job)

    def _put(self, job: Job) -> None:
        self._scheduler.add_job(
            self._run_planned, args=(job.name,), id=job.name, replace_existing=True, **job.trigger
        )

    def _next(self, name: str) -> datetime | None:
        planned = self._scheduler.get_job(name)
        # Jobs that were put in before the start have no time yet.
        return getattr(planned, "next_run_time", None)

    def _remind(self, session: Session, in_force: InForce, now: datetime) -> None:
        channels = self._settings.channels
        # What stands in the list of the week stands in no other that its reader has that morning.
        tell_week(session, in_force, now)
        remind_work(session, in_force, now, self._settings.alerts.manager_after_days, channels)
        list_unassigned(session, in_force, now, channels)
        remind_partners(session, in_force, now)
        remind_visas(session, in_force, now, channels, visas_in_the_week(session, now))
        remind_surveys(session, in_force, now, channels)
        remind_data_requests(session, in_force, now)

    def _remind_dangers(self, session: Session, in_force: InForce, now: datetime) -> None:
        remind_dangers(session, in_force, now, self._settings.channels)

    def _watch(self, session: Session, in_force: InForce, now: datetime) -> None:
        watch(session, in_force, self._settings, self._doors, now)
        remind_answers(session, in_force, now, self._settings.channels)

    def _end_confirmations(self, session: Session, in_force: InForce, now: datetime) -> None:
        expire_confirmations(session, in_force, now)
        forget_spent(session, now - timedelta(days=self._settings.mail.reply_days))
        # The longest that agents.undo_minutes may say is a day.
        forget_acts(session, now - timedelta(days=2))

    def _in_transaction(self, job: Callable[[Session, InForce, datetime], object]) -> None:
        with self._database.transaction() as session:
            job(session, self._organisations.current(session).in_force, self._clock())
        self._on_told()
