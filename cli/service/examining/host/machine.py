"""What `guichet doctor` looks at on this machine: disk, certificates, clock, antivirus, schedule; and staff
whom nothing reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from cli.service.seeing.health import disk_problem, folders_of
from cli.speaking.amounts import share
from cli.speaking.words import value as value_said
from models.errors import GuichetError

#: How far apart two clocks may be before signed addresses and due dates go wrong.
CLOCKS_APART = timedelta(minutes=2)
#: How long before its end a certificate should have been renewed.
RENEWAL = timedelta(days=14)
#: Share of the room for attachments at which somebody should act.
FULL = 0.8
#: Age of what clamd knows at which something keeps it from being brought up to date, as it is several times a
#: day.
_OLD_SIGNATURES = timedelta(days=7)


def disk(office: Office) -> Iterator[Seen]:
    """Is there room for what comes?"""
    from dispatch.queries.storage import kept_bytes

    settings = office.settings
    wrong = disk_problem(folders_of(settings), settings.limits.free_bytes)
    gone = next((each for each in folders_of(settings) if not each.exists()), None)
    if gone is not None:
        yield Seen(
            "error",
            f"There is no folder {gone}: mail is refused until it is there (452).",
            "Mount its disk; mail waits until then. A new place, or files put back from a backup: guichet db "
            "upgrade",
        )
    elif wrong:
        yield Seen(
            "error",
            f"{settings.data_dir}: {wrong}. Mail is refused until there is room (452).",
            "Free room on that disk, or lower free_bytes under [limits] in settings.toml and restart the "
            "service.",
        )
    else:
        yield Seen("ok", f"There is room on the disk of {settings.data_dir}.")
    with office.database.reading() as session:
        taken = kept_bytes(session) / settings.limits.quota_bytes
    if taken >= FULL:
        yield Seen(
            "warning",
            f"Attachments take {share(taken)} of limits.quota_bytes.",
            "Raise quota_bytes under [limits] in settings.toml and restart the service; guichet retention "
            "list shows what may go.",
        )


def antivirus(office: Office) -> Iterator[Seen]:
    """Does clamd answer?"""
    from intake.ledger.antivirus import ClamdInspector

    settings = office.settings.antivirus
    if not settings.clamd:
        yield Seen(
            "warning",
            "Attachments are looked at by no antivirus.",
            'apt install clamav-daemon; then clamd = "/run/clamav/clamd.ctl" under [antivirus] in '
            "settings.toml, and restart the service.",
        )
        return
    clamd = ClamdInspector(settings)
    try:
        clamd.scan(b"guichet doctor")
        known = clamd.signatures_at()
    except (GuichetError, OSError) as wrong:
        why = wrong.private if isinstance(wrong, GuichetError) else str(wrong)
        yield Seen(
            "error",
            f"clamd at {settings.clamd} does not answer: {why}",
            "Start it: systemctl start clamav-daemon. Is it elsewhere? Correct clamd under [antivirus] in "
            "settings.toml.",
        )
        return
    if known is not None and now() - known > _OLD_SIGNATURES:
        yield Seen(
            "warning",
            f"The antivirus knows no virus of after {on_the_clock(known, office.town.zone)}.",
            "Have them fetched: apt install clamav-freshclam; then: systemctl enable --now clamav-freshclam",
        )
    else:
        yield Seen("ok", f"clamd at {settings.clamd} answers.")


def schedule(office: Office) -> Iterator[Seen]:
    """Does what happens by the clock happen?"""
    from dispatch.upkeep.job_runs import FAILED, NOT_RUN, job_rows, job_troubles

    with office.database.reading() as session:
        planned, wrong = job_rows(session), job_troubles(session, now())
    if not planned:
        yield Seen(
            "warning", "Nothing was ever planned.", "guichet serve plans reminders, backups, retention."
        )
    failed = [value_said("job", each.removesuffix(FAILED)) for each in wrong if each.endswith(FAILED)]
    rest = [value_said("job", each.removesuffix(NOT_RUN)) for each in wrong if each.endswith(NOT_RUN)]
    if failed:
        yield Seen(
            "error",
            f"Jobs of the schedule that failed: {', '.join(failed)}.",
            "guichet schedule list says what each failed with. Mended, or to see it fail: "
            "guichet schedule run NAME",
        )
    if rest:
        yield Seen(
            "error",
            f"Jobs of the schedule whose hour has passed: {', '.join(rest)}.",
            "guichet doctor service says whether the service runs, which does them. One of them now: "
            "guichet schedule run NAME",
        )
    if planned and not wrong:
        ran, there_are = sum(job["ended_at"] is not None for job in planned), len(planned)
        if ran == there_are:
            yield Seen(
                "ok",
                f"All {there_are} jobs of the schedule went well."
                if there_are > 1
                else "The only job of the schedule went well.",
            )
        elif ran:
            yield Seen(
                "ok", f"{ran} of {there_are} jobs of the schedule went well; the others wait for their hour."
            )
        else:
            yield Seen("ok", f"None of the {there_are} jobs has run yet: each waits for its hour.")
