"""`guichet upgrade`: what runs is ended, a backup is made and tried, the database gets today's shape; repeatable."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.service import running
from cli.service.upgrade import JOURNAL
from models.errors import UserError
from models.store import schema
from models.store.database import Database
from models.store.revisions import newest_revision
from tests.commands.running import guichet
from tests.old_databases import ROWS, make_old_database

#: A service of whatever version, as far as others see it: it holds its lock and ends when it is told to.
SERVICE = """
import signal, sys, threading
from pathlib import Path
from models.store.sharing.presence import Presence
told = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: told.set())
presence = Presence(Path(sys.argv[1]))
print("open", flush=True)
told.wait()
presence.close()
"""


def earlier(office: Path, revision: str) -> Path:
    """Put a database of an earlier revision, with rows, in place of the present one."""
    for file in (office / "var").glob("guichet.db*"):
        file.unlink()
    database = Database(f"sqlite:///{office}/var/guichet.db")
    make_old_database(database, revision)
    database.close()
    return office / "var" / "guichet.db"


def state_of(office: Path) -> tuple[str | None, int]:
    database = Database(f"sqlite:///{office}/var/guichet.db")
    with database.reading() as session:
        entries = session.connection().exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
    revision = schema.current_revision(database)
    database.close()
    return revision, entries


def test_an_earlier_database_is_copied_upgraded_and_told_of_and_the_second_time_nothing_is_done(
    office: Path,
) -> None:
    earlier(office, "0007")
    for refused in (guichet("requests", "list"), guichet("serve")):
        assert (refused.code, "Run: guichet upgrade" in refused.err) == (1, True)
    done = guichet("upgrade")
    assert done.code == 0, done.err
    assert "restored for trial and whole" in done.out
    assert (
        f"The database is at revision {newest_revision()}; it was at 0007. Nothing of it is missing."
        in done.out
    )
    assert "  0018  What all mail takes" in done.out and "  0007  " not in done.out
    assert state_of(office) == (newest_revision(), ROWS)
    (copy,) = (office / "var" / "backup").glob("before-upgrade-*/database.sqlite3")
    assert copy.stat().st_mode & 0o077 == 0 or copy.parent.stat().st_mode & 0o077 == 0
    kept = Database(f"sqlite:///{copy}")
    assert schema.current_revision(kept) == "0007"
    kept.close()
    assert not (office / "var" / JOURNAL).exists()
    again = guichet("upgrade")
    assert (again.code, again.out.startswith("There is nothing to upgrade")) == (0, True)
    assert len(list((office / "var" / "backup").glob("before-upgrade-*"))) == 1


def test_an_upgrade_cut_short_goes_on_with_its_backup_unless_something_came_meanwhile(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = earlier(office, "0011")

    def dies(_database: Database) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(schema, "upgrade", dies)
        assert guichet("upgrade").code != 0
    assert state_of(office) == ("0011", ROWS)
    copies = json.loads((office / "var" / JOURNAL).read_text())["copies"]
    done = guichet("upgrade")
    assert f"its backup is used ({copies[0]})" in done.out and done.code == 0
    assert state_of(office) == (newest_revision(), ROWS)

    file = earlier(office, "0011")
    with monkeypatch.context() as cut:
        cut.setattr(schema, "upgrade", dies)
        guichet("upgrade")
    changed = Database(f"sqlite:///{file}")
    with changed.transaction() as session:
        run = session.connection().exec_driver_sql
        run(
            "INSERT INTO person (id, kind, name, locale, created_at) VALUES (9, 'citizen', '', 'fr', '2026-01-01')"
        )
        run("UPDATE reference_counter SET last_number = last_number + 1")
    changed.close()
    assert "its backup is used" not in guichet("upgrade").out
    assert state_of(office)[0] == newest_revision()


def test_a_newer_database_is_left_alone_and_the_way_out_is_named(office: Path) -> None:
    database = Database(f"sqlite:///{office}/var/guichet.db")
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for refused in (guichet("upgrade"), guichet("serve"), guichet("db", "upgrade")):
        assert refused.code == 1
        assert f"at revision 9999, this program knows {newest_revision()}" in refused.err
        assert "guichet backup restore" in refused.err
    assert not (office / "var" / "backup").exists()


def test_a_service_that_runs_is_asked_to_end_and_waited_for(office: Path) -> None:
    earlier(office, "0013")
    workers = office / "var" / "workers"
    with subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(workers)], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None and service.stdout.readline() == "open\n"
        assert running.running(workers) == [service.pid]
        done = guichet("upgrade")
        assert done.code == 0, done.err
        assert f"Process {service.pid} was asked to end" in done.out and "again: guichet serve" in done.out
        assert service.wait(60) == 0
    assert running.running(workers) == []
    assert state_of(office)[0] == newest_revision()


def test_a_service_of_systemd_is_left_to_systemd_with_the_words_to_type(office: Path) -> None:
    workers = office / "var" / "workers"
    with subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(workers)], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None and service.stdout.readline() == "open\n"
        with pytest.raises(UserError, match=r"systemctl stop guichet\.service\n  guichet upgrade"):
            running.end_running(workers, print, unit_of_process=lambda _: "guichet.service")
        assert service.poll() is None
        service.terminate()
    assert running.unit_of(service.pid) == ""


@pytest.mark.parametrize(
    ("group", "unit"),
    [
        ("0::/system.slice/guichet.service\n", "guichet.service"),
        ("0::/system.slice/system-guichet.slice/guichet@two.service\n", "guichet@two.service"),
        ("0::/user.slice/user-1000.slice/session-3.scope\n", ""),
        ("0::/\n", ""),
    ],
)
def test_a_unit_is_read_from_the_group_of_a_process(group: str, unit: str) -> None:
    found = running._UNIT.search(group)
    assert (found[1] if found else "") == unit
