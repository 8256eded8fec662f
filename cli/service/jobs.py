"""What is done by the clock besides the reminders of the schedule itself, put together from the settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cli.office import Office, now
from cli.service.assembly.texting import Texting
from cli.service.backup_job import LOOK_SECONDS, BackupJob
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.guarding.contact_changes import CHANGES_SECONDS, ContactChanges
from dispatch.upkeep.guarding.room_watch import ROOM_SECONDS, RoomWatch
from dispatch.upkeep.guarding.spent_codes import CODES_SECONDS, SpentCodes
from dispatch.upkeep.monthly import REPORT_HOUR, MonthlyReport
from dispatch.upkeep.outside.asking import PartnerAnswers
from dispatch.upkeep.replication.following import LOOK_SECONDS as LOOK_SECONDS_OF_REPLICA
from dispatch.upkeep.replication.following import TEST_HOUR, Following
from dispatch.upkeep.retention.nightly import RETENTION_HOUR, Nightly
from dispatch.upkeep.schedule import Schedule
from dispatch.upkeep.traces import SEAL_SECONDS, Traces
from intake.ledger.room import Room
from models.store.sqlite.statistics import STATISTICS_HOUR, refresh_statistics, refresh_when_closing


def plan_jobs(
    schedule: Schedule,
    office: Office,
    organisations: Organisations,
    texting: Texting,
    room: Room,
    on_told: Callable[[], None],
) -> None:
    """Put into `schedule` what one process does for all: backups, traces, retention, figures, texts."""
    settings, database = office.settings, office.database
    watch = RoomWatch(database, organisations, room, settings.limits, now, on_told=on_told)
    schedule.every(CODES_SECONDS, "codes", SpentCodes(database, settings, now).run)
    schedule.every(CHANGES_SECONDS, "contact changes", ContactChanges(database, now, on_told).run)
    # Each process knows what its own doors had no room for.
    schedule.every(ROOM_SECONDS, "room", watch.run, alone=False)
    texting.plan(schedule)
    if settings.partners.poll_minutes:
        answers = PartnerAnswers(database, organisations, settings, now, on_told)
        schedule.every(settings.partners.poll_minutes * 60.0, "partners", answers.run)
    if settings.backup.destinations:
        schedule.every(LOOK_SECONDS, "backup", BackupJob(settings, office.settings_file, now).run_when_due)
    following = Following(database, settings, now)
    if following.is_set_up:
        schedule.every(LOOK_SECONDS_OF_REPLICA, "replication", following.look)
        if database.is_sqlite:
            schedule.daily(TEST_HOUR, "replica test", following.test)
    schedule.every(
        SEAL_SECONDS, "traces", Traces(database, organisations, settings, now, on_told=on_told).run
    )
    schedule.daily(
        RETENTION_HOUR, "retention", Nightly(database, office.files, organisations, settings, now).run
    )
    schedule.daily(REPORT_HOUR, "report", MonthlyReport(database, settings, now, on_told=on_told).run)
    if database.is_sqlite:
        refresh_when_closing(database)
        schedule.daily(STATISTICS_HOUR, "statistics", partial(refresh_statistics, database))
