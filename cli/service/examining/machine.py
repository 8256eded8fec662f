"""What `guichet doctor` looks at on this machine: disk, certificates, clock, antivirus, schedule; and staff
whom nothing reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from cli.service.seeing.health import disk_problem, folders_of
from cli.service.seeing.metrics import certificate_ends
from cli.speaking.amounts import share
from cli.speaking.words import value as value_said
from models.errors import GuichetError

#: How far apart two clocks may be before signed addresses and due dates go wrong.
CLOCKS_APART = timedelta(minutes=2)
#: How long before its end a certificate should have been renewed.
RENEWAL = timedelta(days=14)
#: Share of the room for attachments at which somebody should act.
FULL = 0.8


def disk(office: Office) -> Iterator[Seen]:
    """Is there room for what comes?"""
    from dispatch.queries.storage import kept_bytes

    settings = office.settings
    wrong = disk_problem(folders_of(settings), settings.limits.free_bytes)
    if wrong:
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


def certificates(office: Office) -> Iterator[Seen]:
    """Do the certificates of the doors still hold?"""
    smtp = office.settings.doors.smtp
    if smtp.tls_cert_file is None:
        if office.settings.faces_the_world and smtp.enabled:
            yield Seen(
                "warning",
                "The SMTP door has no certificate: mail comes in unencrypted.",
                "Set tls_cert_file and tls_key_file under [doors.smtp] in settings.toml, and restart the "
                "service.",
            )
        return
    ends = certificate_ends(office.settings).get("smtp")
    if ends is None:
        yield Seen(
            "error",
            f"{smtp.tls_cert_file} is no certificate that can be read.",
            "Put the certificate there (PEM), or correct tls_cert_file under [doors.smtp] in settings.toml.",
        )
        return
    day = on_the_clock(ends, office.town.zone)
    if ends <= now():
        yield Seen(
            "error",
            f"The certificate of doors.smtp ended on {day}.",
            f"Put a new one into {smtp.tls_cert_file}, its key into {smtp.tls_key_file}: both are read again "
            "by themselves.",
        )
    elif ends - now() < RENEWAL:
        yield Seen("warning", f"The certificate of doors.smtp ends on {day}.", "Renew it.")
    else:
        yield Seen("ok", f"The certificate of doors.smtp holds until {day}.")


def clock(office: Office) -> Iterator[Seen]:
    """Is the clock of this machine right, as far as the database can tell?"""
    from models.tables.columns import table_of
    from models.tables.ledger import InboundMessage

    ledger = table_of(InboundMessage)
    with office.database.reading() as session:
        # The last one to come: an earlier one says only what the clock was then.
        last = sa.select(ledger.c.received_at).order_by(ledger.c.id.desc()).limit(1)
        newest = session.connection().execute(last).scalar()
        server = None
        if not office.database.is_sqlite:
            server = session.connection().execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    here = now()
    if newest is not None and newest - here > CLOCKS_APART:
        yield Seen(
            "error",
            f"A message was stored at {on_the_clock(newest, office.town.zone)}, which is still to come.",
            "The clock of this machine is slow, or was fast: set it (timedatectl set-ntp true). The next "
            "message shows it right.",
        )
    elif server is not None and abs(server - here) > CLOCKS_APART:
        apart = abs(server - here).total_seconds()
        yield Seen(
            "error",
            f"The clocks of this machine and of PostgreSQL are {apart:.0f} s apart.",
            "Set both: timedatectl set-ntp true",
        )
    else:
        yield Seen("ok", "Nothing says that the clock is wrong.")


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
    try:
        ClamdInspector(settings).scan(b"guichet doctor")
    except (GuichetError, OSError) as wrong:
        why = wrong.private if isinstance(wrong, GuichetError) else str(wrong)
        yield Seen(
            "error",
            f"clamd at {settings.clamd} does not answer: {why}",
            "Start it: systemctl start clamav-daemon. Is it elsewhere? Correct clamd under [antivirus] in "
            "settings.toml.",
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
            yield Seen("ok", f"All {there_are} jobs of the schedule went well.")
        elif ran:
            yield Seen(
                "ok", f"{ran} of {there_are} jobs of the schedule went well; the others wait for their hour."
            )
        else:
            yield Seen("ok", f"None of the {there_are} jobs has run yet: each waits for its hour.")


def people(office: Office) -> Iterator[Seen]:
    """Can every agent be told? A number alone is no way while texts leave nowhere."""
    from dispatch.people.contacts import contact_of
    from dispatch.rules.in_force import Organisations

    settings = office.settings
    texts_leave = settings.sms.carrier not in ("none", "files")
    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        agents = [agent for agent in in_force.organisation.agents if not agent.closed]
        lost, only_texts = [], []
        for agent in agents:
            person = in_force.agent_persons.get(agent.key)
            if person is None or contact_of(session, person) is None:
                lost.append(agent)
            elif not texts_leave and contact_of(session, person, channels=("email",)) is None:
                only_texts.append(agent)
    for agent in lost:
        yield Seen(
            "error",
            f"{agent.name} cannot be told anything: no address or number of theirs works.",
            f"guichet agents show {agent.key} names them; once one works: guichet people reachable ADDRESS. "
            f"A new one: guichet agents edit {agent.key} emails='[\"ADDRESS\"]'",
        )
    where = "texts are only written to files" if settings.sms.carrier == "files" else "no text is sent"
    for agent in only_texts:
        yield Seen(
            # While mail is but files too, nobody is told anything yet: they are no worse off than the others.
            "warning" if settings.outgoing.carrier == "files" else "error",
            f"{agent.name} has no address that works, only a number, and {where} (no SMS provider): nothing "
            "reaches them.",
            f"Set sms.carrier in settings.toml, or an address: guichet agents show {agent.key}",
        )
    told = len(agents) - len(lost) - len(only_texts)
    if told == len(agents):
        yield Seen("ok", "The one agent can be told." if told == 1 else f"All {told} agents can be told.")
    elif told:
        yield Seen("ok", f"{told} of {len(agents)} agents can be told.")
