"""A set is whole or is said not to be; what is restored is what was copied; a restored copy is silent."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.queries.request_list import RequestFilter, list_requests
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.backup.backups import Backups, destination_at, last_good_of
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from dispatch.upkeep.backup.restore import restore_set
from dispatch.upkeep.watch import watch
from models.errors import GuichetError, PermanentFailure, UserError
from models.settings.file import load_settings
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings
from models.store.database import Database
from models.store.files import FileStore
from models.store.glance import Glance
from models.store.places import HELD_MARK, is_held
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.copies import prepare
from tests.database.test_what_may_come_in import work
from tests.desk import NOW, Desk
from tests.letters import PHOTO, write
from tests.servers import postgres
from tests.servers.presence import missing

_outbox = table_of(OutboundMessage)


class Safe:
    """A town with one request and one photo, and somewhere to keep its sets."""

    def __init__(self, desk: Desk, directory: Path, places: tuple[str, ...], *, encrypt: bool = True) -> None:
        self.desk = desk
        self.directory = directory
        document = directory / "organisation.toml"
        document.write_text("# la ville\n", encoding="utf-8")
        (directory / "agents.csv").write_text("nom\nMarc\n", encoding="utf-8")
        self.settings_file = directory / "settings.toml"
        self.settings_file.write_text("# nos réglages\n", encoding="utf-8")
        self.settings = Settings(
            data_dir=directory / "var",
            organisation_file=document,
            backup=BackupSettings(destinations=places, encrypt=encrypt),
        )
        keys = self.settings.reply_keys_file
        keys.parent.mkdir(parents=True)
        keys.write_text("1 " + "ab" * 32 + "\n", encoding="ascii")
        self.backups = Backups(desk.database, desk.files, self.settings, self.settings_file, desk.clock)

    def fill(self) -> None:
        letter = write("Une ampoule est cassée au gymnase Guimard.")
        letter.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="lampe.jpg")
        self.desk.take(letter)
        work(self.desk)

    def set_id(self) -> str:
        return self.backups.destinations()[0].sets()[-1]


@pytest.fixture
def nas(tmp_path: Path) -> Path:
    return tmp_path / "nas"


@pytest.fixture
def safe(desk: Desk, tmp_path: Path, nas: Path) -> Safe:
    made = Safe(desk, tmp_path / "town", (str(nas),)) if (tmp_path / "town").mkdir() is None else None
    assert made is not None
    made.fill()
    prepare(made.backups)
    return made


def test_a_set_is_restored_as_it_was_with_files_keys_settings_and_organisation(
    safe: Safe,
    tmp_path: Path,
    nas: Path,
    request: pytest.FixtureRequest,
    open_database: Callable[[str], Database],
) -> None:
    partner = safe.settings.partner_keys_dir / "agglomeration"
    partner.parent.mkdir()
    partner.write_text("une-clef-convenue\n", encoding="ascii")
    made = safe.backups.make()
    assert [each.problems for each in made] == [()]
    # Nothing of it can be read by whoever finds the disk.
    written = b"".join(path.read_bytes() for path in nas.rglob("*") if path.is_file())
    assert b"Guimard" not in written and b"abababab" not in written and PHOTO not in written
    key = RecoveryKey.read(safe.settings.recovery_key_file)
    url = None
    if not safe.desk.database.is_sqlite:
        cluster: postgres.PostgresCluster = request.getfixturevalue("postgres_cluster")
        url = cluster.url(cluster.create_database("template0"))
    target = tmp_path / "elsewhere"
    manifest = restore_set(destination_at(str(nas), Settings(), key), safe.set_id(), target, url, key=key)
    assert manifest.contents["rows"]["request"] == 1
    settings = (target / "settings.toml").read_text(encoding="utf-8")
    assert settings.startswith("# nos réglages\n") and load_settings(target / "settings.toml").database.url in (
        url, "sqlite:///var/guichet.db"
    )  # fmt: skip
    assert (target / "agents.csv").read_text(encoding="utf-8") == "nom\nMarc\n"
    assert (target / "var/secrets/reply_keys").read_bytes() == safe.settings.reply_keys_file.read_bytes()
    assert (target / "var/secrets/partners/agglomeration").read_text("ascii") == "une-clef-convenue\n"
    # The sets that are made from there are opened by the key in the safe.
    assert RecoveryKey.read(target / "var/secrets/recovery_key").secret == key.secret
    assert {path.stat().st_mode & 0o077 for path in target.rglob("*")} == {0}
    there = open_database(url or f"sqlite:///{target / 'var/guichet.db'}")
    with closing(Glance(there.url)) as after, closing(Glance(safe.desk.database.url)) as before:
        found = list_requests(after, RequestFilter())
        assert len(found) == 1 and found == list_requests(before, RequestFilter())
    stored = FileStore(target / "var/files")
    assert set(stored.digests()) <= set(safe.desk.files.digests())
    assert list(stored.damaged()) == [] and list(stored.digests()) != []


def test_requests_that_come_while_a_set_is_made_are_whole_in_it_or_not_in_it(safe: Safe) -> None:
    for _ in range(3):
        safe.fill()
        assert safe.backups.make()[0].problems == ()
        safe.desk.clock.pass_seconds(60)


def test_what_has_not_changed_is_not_written_again(safe: Safe, nas: Path) -> None:
    safe.backups.make()
    before = {path: path.stat().st_ino for path in (nas / "files").rglob("*.age")}
    safe.desk.clock.pass_seconds(60)
    safe.backups.make()
    assert len(safe.backups.destinations()[0].sets()) == 2
    assert {path: path.stat().st_ino for path in (nas / "files").rglob("*.age")} == before != {}


@pytest.mark.parametrize("what", ["member", "file", "missing"])
def test_a_set_that_was_altered_is_not_good_and_is_not_restored(
    safe: Safe, nas: Path, tmp_path: Path, what: str
) -> None:
    safe.backups.make()
    assert last_good_of(safe.settings)[str(nas)] is not None
    set_id = safe.set_id()
    destination = safe.backups.destinations()[0]
    path = (
        next((nas / "sets").rglob("database.*")) if what == "member" else next((nas / "files").rglob("*.age"))
    )
    if what == "missing":
        path.unlink()
        assert any("missing" in said for said in safe.backups.check(destination, set_id))
    else:
        content = bytearray(path.read_bytes())
        content[-40] ^= 1
        path.write_bytes(content)
        if what == "member":
            # The key is the right one, and nobody is to look for another.
            with pytest.raises(PermanentFailure, match=rf"{path.name} is damaged: the recovery key fits"):
                safe.backups.check(destination, set_id)
        else:
            (said,) = safe.backups.check(destination, set_id)
            assert f"{path} is damaged: the recovery key fits" in said
            (made,) = safe.backups.make()
            assert made.problems == (said,), "it is written once, for all sets"
            path.unlink()
            assert safe.backups.make()[0].problems == (), "taken away by hand, it is written anew"
            return
    assert last_good_of(safe.settings) == {str(nas): None}, "the doctor and the alerts say so, too"
    if safe.desk.database.is_sqlite:
        with pytest.raises(PermanentFailure):
            restore_set(destination, set_id, tmp_path / "elsewhere")
        assert not (tmp_path / "elsewhere" / "var").exists()


def test_a_file_that_the_store_had_lost_before_is_named(safe: Safe) -> None:
    lost = next(safe.desk.files.digests())
    safe.desk.files.remove(lost)
    problems = safe.backups.make()[0].problems
    assert any(lost in said for said in problems)
    assert last_good_of(safe.settings) == {safe.settings.backup.destinations[0]: None}
    # What was erased since is not kept beyond its days by a file that is lost for good.
    first = safe.set_id()
    safe.desk.clock.pass_seconds(200 * 86400)
    assert safe.backups.make()[0].removed == (first,)


def test_a_disk_that_is_not_mounted_gets_nothing_and_says_so(safe: Safe, nas: Path) -> None:
    shutil.rmtree(nas)
    nas.mkdir()
    made = safe.backups.make()
    assert "is its disk mounted?" in made[0].problems[0]
    assert list(nas.iterdir()) == []


def test_a_directory_that_holds_something_else_is_refused(safe: Safe, nas: Path) -> None:
    shutil.rmtree(nas)
    nas.mkdir()
    (nas / "vacances.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="something else"):
        prepare(safe.backups)


def test_one_destination_that_is_away_does_not_keep_the_other_from_its_set(
    desk: Desk, tmp_path: Path, nas: Path
) -> None:
    (tmp_path / "town").mkdir()
    away, there = str(tmp_path / "away"), str(nas)
    safe = Safe(desk, tmp_path / "town", (away, there))
    safe.fill()
    prepare(safe.backups)
    shutil.rmtree(away)
    made = safe.backups.make()
    assert [bool(each.problems) for each in made] == [True, False]
    assert last_good_of(safe.settings) == {away: None, there: NOW}
    # The watch tells of the one that is away, and of both when time goes on.
    with desk.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        said = watch(session, in_force, safe.settings, (), NOW + timedelta(hours=1))
        assert [each for each in said if "backup" in each] == [
            f"{away} has no good backup of the last 13 hours: none was ever made."
        ]
        later = watch(session, in_force, safe.settings, (), NOW + timedelta(hours=14))
        assert len([each for each in later if "backup" in each]) == 2


def test_old_sets_go_and_take_the_files_that_only_they_had(safe: Safe, nas: Path) -> None:
    safe.backups.make()
    first = safe.set_id()
    files = set((nas / "files").rglob("*.age"))
    with safe.desk.database.transaction() as session:
        session.connection().execute(
            sa.text("UPDATE attachment SET removed_at = :now"), {"now": "2026-01-01 00:00:00"}
        )
    safe.desk.clock.pass_seconds(200 * 86400)
    made = safe.backups.make()
    assert made[0].removed == (first,)
    assert len(safe.backups.destinations()[0].sets()) == 1
    assert set((nas / "files").rglob("*.age")) < files


@pytest.mark.parametrize("key_is_there", [True, False], ids=["with its key", "without its key"])
def test_a_set_after_encryption_ended_is_good_beside_the_older_ones(
    safe: Safe, nas: Path, key_is_there: bool
) -> None:
    safe.backups.make()
    encrypted = safe.set_id()
    files = set((nas / "files").rglob("*.age"))
    open_ = safe.settings.model_copy(
        update={"backup": safe.settings.backup.model_copy(update={"encrypt": False})}
    )
    if not key_is_there:
        open_.recovery_key_file.unlink()
    backups = Backups(safe.desk.database, safe.desk.files, open_, safe.settings_file, safe.desk.clock)
    safe.desk.clock.pass_seconds(60)
    (made,) = backups.make()
    assert made.problems == ()
    (destination,) = backups.destinations()
    assert destination.sets() == [encrypted, made.set_id]
    assert not list((nas / "sets" / made.set_id).glob("*.age"))
    # What only the older one needs stays, whether it can be read or not.
    safe.desk.clock.pass_seconds(86400)
    assert backups.make()[0].problems == () and files <= set((nas / "files").rglob("*.age"))
    if key_is_there:
        assert backups.check(destination, encrypted) == []
    else:
        with pytest.raises(UserError, match="name the recovery key"):
            backups.check(destination, encrypted)


def test_a_set_is_never_restored_over_anything(safe: Safe, nas: Path, tmp_path: Path) -> None:
    safe.backups.make()
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "settings.toml").touch()
    with pytest.raises(UserError, match="not empty"):
        restore_set(safe.backups.destinations()[0], safe.set_id(), target)


def test_a_restore_that_fails_leaves_no_keys_and_no_words_behind(
    safe: Safe, nas: Path, tmp_path: Path
) -> None:
    safe.backups.make()
    target = tmp_path / "elsewhere"
    # One that is in use, or no place for a database.
    of_sqlite = f"sqlite:///{nas / 'guichet-backup' / 'guichet.db'}"
    url = of_sqlite if safe.desk.database.is_sqlite else safe.desk.database.url
    with pytest.raises((GuichetError, OSError, sqlite3.Error)):
        restore_set(safe.backups.destinations()[0], safe.set_id(), target, url)
    assert list(target.iterdir()) == []


def test_no_second_recovery_key_is_made_for_a_place_that_holds_sets_of_the_first(
    safe: Safe, nas: Path
) -> None:
    safe.backups.make()
    safe.settings.recovery_key_file.unlink()
    with pytest.raises(UserError, match="holds sets that another recovery key encrypted"):
        prepare(safe.backups)
    assert not safe.settings.recovery_key_file.exists()


def test_two_secrets_of_one_name_in_two_folders_are_both_in_a_set(safe: Safe, tmp_path: Path) -> None:
    for folder in ("relais", "annuaire"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "password").write_text(folder, encoding="ascii")
    relay = {"password_file": tmp_path / "relais/password"}
    directory = {"client_secret_file": tmp_path / "annuaire/password"}
    settings = Settings.model_validate(
        {**safe.settings.model_dump(exclude_unset=True), "outgoing": {"relay": relay}, "directory": directory}
    )
    backups = Backups(safe.desk.database, safe.desk.files, settings, safe.settings_file, safe.desk.clock)
    backups.make()
    with backups.destinations()[0].opened(safe.set_id()) as (plain, _):
        kept = {path.name: path.read_text() for path in (plain / "secrets").glob("*password")}
    assert kept == {"password": "annuaire", "relais-password": "relais"}


def test_the_wrong_recovery_key_opens_nothing(safe: Safe, nas: Path, tmp_path: Path) -> None:
    safe.backups.make()
    other = RecoveryKey.generate()
    with pytest.raises(PermanentFailure, match="cannot be opened with this recovery key"):
        restore_set(destination_at(str(nas), Settings(), other), safe.set_id(), tmp_path / "elsewhere")


def test_a_restored_copy_is_held_and_makes_no_set(safe: Safe) -> None:
    assert not is_held(safe.settings.data_dir)
    (safe.settings.data_dir / HELD_MARK).touch()
    assert is_held(safe.settings.data_dir)
    with pytest.raises(UserError, match="restored copy"):
        safe.backups.make()


def test_two_backups_do_not_run_at_once(safe: Safe) -> None:
    with safe.backups._alone(), pytest.raises(UserError, match="Another backup"):
        safe.backups.make()


def test_sets_can_be_opened_with_age_alone(safe: Safe, nas: Path, tmp_path: Path) -> None:
    """In twenty years, without this program: the recovery key and any age do."""
    if shutil.which("age") is None:
        missing("age", "age")
    safe.backups.make()
    encrypted = next((nas / "sets").rglob("settings.toml.age"))
    done = subprocess.run(
        ["age", "-d", "-i", str(safe.settings.recovery_key_file), str(encrypted)],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "# nos réglages\n"
