"""A second machine has what was acknowledged when the first is gone; when it does not follow, it is told."""

from __future__ import annotations

import json
import smtplib
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.rules.in_force import Organisations
from dispatch.upkeep.replication.following import Following, noted_in
from dispatch.upkeep.replication.litestream import Litestream
from dispatch.upkeep.replication.standbys import standing
from dispatch.upkeep.retention.take_away import scrubbed
from dispatch.upkeep.watch import watch
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from models.errors import GuichetError, PermanentFailure, TemporaryFailure
from models.settings.settings import Settings
from models.settings.upkeep import ReplicationSettings
from models.store.database import Database
from models.store.places import HELD_MARK
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.desk import Desk
from tests.faults.test_the_database_is_away import is_ready
from tests.letters import write
from tests.servers import postgres
from tests.servers.litestream import litestream_config, running_litestream
from tests.servers.presence import missing
from tests.servers.processes import until
from tests.town import Town, wait_until

_ledger = table_of(InboundMessage)


def present() -> datetime:
    return datetime.now(UTC)


def in_an_hour() -> datetime:
    return present() + timedelta(hours=1)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, open_database: Callable[[str], Database]) -> Iterator[Desk]:
    desk = Desk(open_database(sqlite_url), tmp_path)
    desk.settings = Settings(
        data_dir=tmp_path / "var",
        replication=ReplicationSettings(litestream=litestream_config(tmp_path, tmp_path / "guichet.db")),
    )
    yield desk
    desk.close()


def receive(desk: Desk, count: int) -> set[int]:
    return {
        desk.take(write(f"Une fuite au gymnase, salle {n}."), received_at=present()) for n in range(count)
    }


def alerts(desk: Desk) -> list[str]:
    with desk.database.transaction() as session:
        return watch(session, Organisations().current(session).in_force, desk.settings, (), present())


def test_what_litestream_has_elsewhere_is_whole_and_what_it_lacks_is_told(town: Desk) -> None:
    config = town.settings.replication.litestream
    assert config is not None
    replica = Litestream(config, town.database)
    following = Following(town.database, town.settings, present)
    with running_litestream(config) as child:
        receive(town, 20)
        child.wait_until(lambda: replica.newest() is not None and not _lacks(replica, town))
        following.test()
        following.look()
    assert alerts(town) == [] and noted_in(town.settings.data_dir).test_problem == ""
    assert list((town.settings.data_dir / "backup").iterdir()) == []

    # It stopped: what comes now is here alone. An hour later that is known.
    late = present() + timedelta(minutes=1)
    for _ in range(3):
        town.take(write("Une fuite."), received_at=late)
    later = Following(town.database, town.settings, lambda: late + timedelta(minutes=59))
    with pytest.raises(TemporaryFailure, match="does not follow"):
        later.look()
    with pytest.raises(PermanentFailure, match="lacks"):
        later.test()
    said = " ".join(alerts(town))
    assert "59 min behind" in said and "could not be restored for trial" in said


def _lacks(replica: Litestream, town: Desk) -> bool:
    try:
        replica.try_restore(town.settings.data_dir / "backup", in_an_hour(), timedelta())
    except GuichetError:
        return True
    return False


def test_what_is_erased_leaves_the_log_although_litestream_keeps_its_place_in_it(town: Desk) -> None:
    config = town.settings.replication.litestream
    assert config is not None
    replica = Litestream(config, town.database)
    with running_litestream(config) as child:
        number = town.take(write("Un mot rare : xylophage."), received_at=present())
        child.wait_until(lambda: replica.newest() is not None and not _lacks(replica, town))
        with town.database.transaction() as session:
            gone = sa.update(_ledger).where(_ledger.c.id == number).values(raw=None, erased_at=present())
            session.connection().execute(gone)
        assert not scrubbed(town.database, town.settings)  # a command does not wait
        assert scrubbed(town.database, town.settings, wait_seconds=60.0)
        kept = [path for path in town.directory.glob("guichet.db*") if b"xylophage" in path.read_bytes()]
        assert kept == []
        # And it follows again.
        receive(town, 3)
        child.wait_until(lambda: not _lacks(replica, town))


def test_a_replica_that_was_damaged_is_no_good_one(town: Desk, tmp_path: Path) -> None:
    config = town.settings.replication.litestream
    assert config is not None
    replica = Litestream(config, town.database)
    with running_litestream(config) as child:
        receive(town, 3)
        child.wait_until(lambda: replica.newest() is not None and not _lacks(replica, town))
    for path in (tmp_path / "replica").rglob("*.ltx"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    following = Following(town.database, town.settings, present)
    with pytest.raises(GuichetError):
        following.test()
    assert "could not be restored for trial" in " ".join(alerts(town))


def test_a_replica_that_cannot_be_looked_at_is_told_and_a_restored_copy_looks_at_none(
    town: Desk, tmp_path: Path
) -> None:
    (tmp_path / "litestream.yml").write_text("dbs: nonsense\n", encoding="utf-8")
    following = Following(town.database, town.settings, present)
    with pytest.raises(TemporaryFailure):
        following.look()
    assert alerts(town) == ["The copy in real time cannot be looked at."]
    (town.settings.data_dir / HELD_MARK).touch()
    following.look()
    following.test()


@pytest.fixture
def primary(run_dir: Path) -> Iterator[postgres.PostgresCluster]:
    """A server of this test's own, that durably writes what it acknowledges."""
    if not postgres.is_installed():
        missing("PostgreSQL", postgres.PACKAGE)
    cluster = postgres.start_cluster(run_dir / f"primary-{uuid.uuid4().hex[:6]}", durable=True)
    yield cluster
    cluster.stop()


def test_a_standby_that_is_promoted_has_every_message_that_was_acknowledged(
    primary: postgres.PostgresCluster,
    postgresql_url: str,
    run_dir: Path,
    tmp_path: Path,
    open_database: Callable[[str], Database],
) -> None:
    from models.store.schema import upgrade

    database = open_database(primary.url())
    upgrade(database)
    desk = Desk(database, tmp_path)
    desk.settings = Settings(data_dir=tmp_path / "var", replication=ReplicationSettings(standbys=1))
    following = Following(database, desk.settings, present)
    with pytest.raises(TemporaryFailure):
        following.look()
    assert alerts(desk) == ["Standbys of PostgreSQL that follow: 0; wanted: 1."]

    standby = primary.follow(run_dir / "standby", "autre_site")
    try:
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'autre_site'")
        primary.execute("SELECT pg_reload_conf()")
        until(lambda: _waits(database), "the standby to be waited for")
        with closing(Reception(database, desk.files, store_seconds=2.0)) as reception, standby.frozen():
            until(lambda: _refuses(reception), "commits to wait for the standby")
        following.look()
        assert alerts(desk) == []
        acknowledged = receive(desk, 60)
        # From one moment to the next: nothing is flushed, nobody is told.
        primary.stop("immediate")
        with pytest.raises(TemporaryFailure):
            desk.take(write("Personne ne répond."))
        standby.promote()
        there = open_database(standby.url())
        with there.reading() as session:
            kept = set(session.connection().execute(sa.select(_ledger.c.id)).scalars())
        assert acknowledged <= kept
        # And it takes mail.
        with closing(Desk(there, tmp_path / "there")) as moved:
            assert moved.take(write("La suite.")) > max(acknowledged)
    finally:
        desk.close()
        standby.stop()


def _waits(database: Database) -> bool:
    with database.reading() as session:
        return standing(session).waits


def test_a_standby_that_stopped_writing_is_told_and_holds_commits_only_when_they_wait_for_it(
    primary: postgres.PostgresCluster, run_dir: Path, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    from models.store.schema import upgrade

    database = open_database(primary.url())
    upgrade(database)
    desk = Desk(database, tmp_path)
    desk.settings = Settings(data_dir=tmp_path / "var", replication=ReplicationSettings(standbys=1))
    standby = primary.follow(run_dir / "standby2", "autre_site")
    clock = [present()]
    following = Following(database, desk.settings, lambda: clock[0])
    try:
        until(lambda: _follows(database), "the standby to follow")
        following.look()
        with standby.frozen():
            receive(desk, 10)  # nothing waits for it
            # The look after it notes how much is written, the one after that misses it at the standby.
            clock[0] += timedelta(minutes=6)
            with suppress(TemporaryFailure):
                following.look()
            clock[0] += timedelta(minutes=6)
            with pytest.raises(TemporaryFailure, match="does not follow"):
                following.look()
            noted = noted_in(desk.settings.data_dir).problems
            assert [key for key, _ in noted] == ["standby_behind"]
            assert json.dumps(noted).count("autre_site") == 1
            # Once commits wait for it, nobody hears 250 for what it does not have.
            with closing(Reception(database, desk.files, store_seconds=2.0)) as reception:
                try:
                    primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'autre_site'")
                    primary.execute("SELECT pg_reload_conf()")
                    until(lambda: _refuses(reception), "commits to wait for the standby")
                finally:
                    primary.execute("ALTER SYSTEM RESET synchronous_standby_names")
                    primary.execute("SELECT pg_reload_conf()")
    finally:
        desk.close()
        standby.stop()


def test_while_each_commit_waits_for_a_standby_that_is_away_health_says_so(
    primary: postgres.PostgresCluster, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    """Reading goes on, and no alert can leave: whoever watches from outside is told by nothing else."""
    town = Town(tmp_path, primary.url(), database={"store_seconds": 2.0})
    try:
        town.open()
        assert is_ready(town)
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'autre_site'")
        primary.execute("SELECT pg_reload_conf()")
        wait_until(lambda: _is_put_off(town), "commits do not wait")
        with open_database(primary.url()).reading() as session:
            assert standing(session).stalls
        wait_until(lambda: not is_ready(town), "health takes no notice")
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
        primary.execute("SELECT pg_reload_conf()")
        wait_until(lambda: is_ready(town), "the service does not recover")
    finally:
        town.close()


def _is_put_off(town: Town) -> bool:
    try:
        town.post(write("Un lampadaire est éteint."))
    except smtplib.SMTPDataError as refused:
        return refused.smtp_code == 451
    return False


def _follows(database: Database) -> bool:
    """Whether one standby follows and said how far it is: it begins to stream a moment before it does."""
    with database.reading() as session:
        followers = standing(session).followers
    return [(each.state, each.flushed is not None) for each in followers] == [("streaming", True)]


def _refuses(reception: Reception) -> bool:
    """Whether a message of now is refused. A reload of settings is told of before every process has it."""
    raw = write("Une fuite.").as_bytes()
    arrival = Arrival(door="smtp", raw=raw, received_at=present(), envelope_from="a@example.org",
                      recipients=("mairie@ville.test",))  # fmt: skip
    try:
        reception.accept(arrival)
    except TemporaryFailure:
        return True
    return False
