"""What happens by the clock: reminders in the morning, a watch every hour, held mail every half hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from dispatch.inbound.staff.confirming import expire_confirmations
from dispatch.inbound.staff.spent import forget_spent
from dispatch.notices.held import tell_held
from dispatch.requests.acts_kept import forget_acts
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.late import remind_dangers, remind_late
from dispatch.upkeep.reminders import list_unassigned, remind_due_soon, remind_tasks
from dispatch.upkeep.watch import watch
from models.settings.settings import Settings
from models.store.database import Database
from models.store.organisations import InForce

log = structlog.get_logger(__name__)
#: Morning, before the counter opens: staff find their reminders when they arrive.
REMINDER_HOUR = 7
#: Just after each window in which one person is told once of held mail.
HELD_MINUTES = "1,31"
#: A job missed because the machine slept is run when it wakes, within this time.
GRACE_SECONDS = 6 * 3600


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
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._settings = settings
        self._clock = clock
        self._doors = doors
        self._on_told = on_told
        self._scheduler = BackgroundScheduler(
            timezone=time_zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
        )
        #: What was planned, by id: planned anew when the clock was turned.
        self._plan: dict[str, dict[str, Any]] = {}
        self._add("reminders", self.run_reminders, trigger="cron", hour=REMINDER_HOUR)
        self._add("watch", self.run_watch, trigger="cron", minute=13)
        self._add("held", self.run_held, trigger="cron", minute=HELD_MINUTES)

    def every(self, seconds: float, name: str, job: Callable[[], object]) -> None:
        """Run `job` every so many seconds; its failures are logged and never stop the schedule."""
        self._add(name, self._guarded, args=(name, job), trigger="interval", seconds=seconds)

    def daily(self, hour: int, name: str, job: Callable[[], object]) -> None:
        """Run `job` once a day at that hour of the town; failures as with `every`."""
        self._add(name, self._guarded, args=(name, job), trigger="cron", hour=hour)

    def clock_changed(self) -> None:
        """Plan everything anew from now: the next run was reckoned by a clock that was turned since."""
        for name, planned in self._plan.items():
            self._scheduler.add_job(id=name, replace_existing=True, **planned)

    def _add(self, name: str, run: Callable[..., object], **planned: Any) -> None:
        self._plan[name] = {"func": run, **planned}
        self._scheduler.add_job(id=name, **self._plan[name])

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """No new job; the one under way ends."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def run_reminders(self) -> None:
        """What falls due, what is overdue, and what nobody has."""
        self._guarded("reminders", lambda: self._in_transaction(self._remind))

    def _remind(self, session: Session, in_force: InForce, now: datetime) -> None:
        remind_due_soon(session, in_force, now)
        remind_late(session, in_force, now, self._settings.alerts.manager_after_days)
        remind_tasks(session, in_force, now)
        list_unassigned(session, in_force, now)

    def run_held(self) -> None:
        """Held messages of which nobody was told yet, and dangers past their hour."""
        self._guarded("held", lambda: self._in_transaction(tell_held))
        self._guarded("dangers", lambda: self._in_transaction(remind_dangers))

    def run_watch(self) -> None:
        """Silent doors, old queues, the quota."""
        self._guarded(
            "watch",
            lambda: self._in_transaction(lambda s, o, now: watch(s, o, self._settings, self._doors, now)),
        )
        self._guarded("confirmations", lambda: self._in_transaction(self._end_confirmations))

    def _end_confirmations(self, session: Session, in_force: InForce, now: datetime) -> None:
        expire_confirmations(session, in_force, now)
        forget_spent(session, now - timedelta(days=self._settings.mail.reply_days))
        # The longest that agents.undo_minutes may say is a day.
        forget_acts(session, now - timedelta(days=2))

    def _in_transaction(self, job: Callable[[Session, InForce, datetime], object]) -> None:
        with self._database.transaction() as session:
            job(session, self._organisations.current(session).in_force, self._clock())
        self._on_told()

    def _guarded(self, name: str, job: Callable[[], object]) -> None:
        try:
            job()
        except Exception:  # the job's edge: the next run must come
            log.error("schedule.failed", job=name, exc_info=True)
