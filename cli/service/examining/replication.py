"""What `guichet doctor` looks at of a second machine that follows in real time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from dispatch.upkeep.replication.following import missing_in, noted_in
from dispatch.upkeep.replication.litestream import SILENT, Litestream
from dispatch.upkeep.replication.standbys import standing
from models.errors import GuichetError

#: Age of the last trial of a replica beyond which something keeps it from being tried.
_TRIED_WITHIN = timedelta(hours=36)
_DOES_IT_RUN = "Does Litestream run? systemctl status litestream"


def second_machine(office: Office) -> Iterator[Seen]:
    """Does one follow, how closely, and could a service open on what it has? Writes nothing."""
    wanted = office.settings.replication
    if not (wanted.litestream is not None if office.database.is_sqlite else wanted.standbys):
        yield Seen(
            "warning",
            "No second machine follows in real time: what came since the last backup would be lost.",
            "See docs/replication.md; then litestream, or standbys, under [replication] in settings.toml.",
        )
        return
    yield from _replica(office) if office.database.is_sqlite else _standbys(office)


def _replica(office: Office) -> Iterator[Seen]:
    config = office.settings.replication.litestream
    assert config is not None
    try:
        replica = Litestream(config, office.database)
        version, newest, behind = replica.version(), replica.newest(), replica.behind(now())
    except GuichetError as wrong:
        advice = "" if wrong.private == wrong.public else wrong.private
        yield Seen("error", f"The replica of {config} cannot be looked at: {wrong.public}", advice)
        return
    if version in SILENT:
        advice = "pip install 'guichet[litestream]' brings one that does not."
        yield Seen("error", f"Litestream {version} stops to follow without a word.", advice)
    zone = office.town.zone
    last = "" if newest is None else on_the_clock(newest, zone)
    if newest is None:
        yield Seen("error", "Nothing was ever written to the replica.", _DOES_IT_RUN)
    elif behind > timedelta(seconds=office.settings.replication.behind_seconds):
        minutes = f"{behind.total_seconds() / 60:.0f}"
        sentence = f"The replica is {minutes} min behind: it was last written to {last}."
        yield Seen("error", sentence, _DOES_IT_RUN)
    else:
        yield Seen("ok", f"Litestream {version} follows: last written to {last}.")
    noted = noted_in(office.settings.data_dir)
    if not noted.tested_at:
        yield Seen(
            "warning", "The replica was never restored for trial.", 'guichet schedule run "replica test"'
        )
        return
    tested = datetime.fromisoformat(noted.tested_at)
    at = on_the_clock(tested, zone)
    if noted.test_problem:
        yield Seen("error", f"Restored for trial {at}: {noted.test_problem}", "docs/replication.md")
    elif now() - tested > _TRIED_WITHIN:
        yield Seen("error", f"The replica was last restored for trial {at}.", "guichet schedule list")
    else:
        yield Seen("ok", f"Restored for trial {at}, and whole.")


def _standbys(office: Office) -> Iterator[Seen]:
    with office.database.reading() as session:
        found = standing(session)
    if found.written is None:
        advice = "database.url must name the primary: both hosts, and target_session_attrs=read-write."
        yield Seen("error", "This database is itself a standby.", advice)
        return
    for each in found.followers:
        waited = ", waited for at each commit" if each.is_waited_for else ""
        behind = "" if each.flushed is None else f", {each.behind_bytes / 2**20:.1f} MB behind"
        sentence = f"The standby {each.name} follows: {each.state}{behind}{waited}."
        yield Seen("ok" if each.state in ("streaming", "?") else "warning", sentence)
    if found.is_hidden:
        yield Seen("warning", "This user may not see how far they are.", "GRANT pg_monitor TO …")
    wanted = office.settings.replication.standbys
    if missing_in(found, wanted):
        sentence = f"{len(found.followers)} standbys follow, {wanted} are wanted."
        yield Seen(
            "error",
            sentence,
            "See pg_stat_replication on the primary, and its log: docs/replication.md.",
        )
    if found.stalls:
        yield Seen(
            "error",
            f"Each commit waits for a standby that is away ({found.synchronous_names}): nothing can be "
            "stored, senders hear 451.",
            "Start it, or go on without it (docs/replication.md): "
            "ALTER SYSTEM SET synchronous_standby_names = ''; SELECT pg_reload_conf();",
        )
    elif not (found.waits or found.is_hidden or missing_in(found, wanted)):
        yield Seen(
            "warning",
            "A commit waits for no standby: what was acknowledged last is lost when the primary is.",
            "Set synchronous_standby_names, and synchronous_commit = on: docs/replication.md.",
        )
    for key, values in noted_in(office.settings.data_dir).problems:
        if key == "standby_behind":
            yield Seen("error", f"Standby {values['name']} is {values['megabytes']} MB behind.", "Its log.")
