"""Files in a bucket of S3: kept when the server said so, away is not missing, moved without a moment of
absence, erased and backed up like those of a directory.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import obstore
import pytest

from dispatch.upkeep.backup.backups import Backups, destination_at
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from dispatch.upkeep.backup.restore import restore_set
from dispatch.upkeep.filing.move import move_files
from dispatch.upkeep.retention.take_away import sweep
from dispatch.upkeep.verifying import verify
from intake.ledger.reception import Reception
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure, UserError
from models.settings.files import FilesSettings, S3Settings
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings
from models.store.copies import kept_digests
from models.store.file_marker import settle_marker
from models.store.files import EMPTIED, MARKER, FileStore, key_of, sha256_of
from models.store.filing.both import TwoPlaces
from models.store.filing.bucket import login_of
from models.store.filing.choosing import store_of
from models.store.filing.s3 import S3Files
from tests.copies import prepare
from tests.database.test_what_may_come_in import work
from tests.desk import Desk
from tests.letters import PHOTO, write
from tests.servers.s3 import LOGIN, S3Server, s3_server

BIG = bytes(range(256)) * 12_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture
def settings(server: S3Server) -> S3Settings:
    """Of a new, empty bucket."""
    name = f"ville-{uuid.uuid4().hex[:8]}"
    server.make_bucket(name)
    return S3Settings(bucket=name, endpoint=server.endpoint, timeout_seconds=60.0, **LOGIN)  # type: ignore[arg-type]


@pytest.fixture
def bucket(settings: S3Settings) -> S3Files:
    made = S3Files(settings)
    made.mark()
    return made


def put_aside(bucket: S3Files, digest: str) -> None:
    """As the sweep does with a file that has been there for hours."""
    assert bucket.remove_if_old(digest, before=time.time() + 60)


def test_a_bucket_keeps_lists_gives_back_and_removes_as_a_directory_does(bucket: S3Files) -> None:
    digest = bucket.put(BIG)
    assert digest == sha256_of(BIG) and bucket.get(digest) == BIG and bucket.head(digest, 10) == BIG[:10]
    with bucket.open(digest) as stream:
        assert b"".join(iter(lambda: stream.read(100_000), b"")) == BIG
    assert (list(bucket.digests()), dict(bucket.sizes_of([digest, "0" * 64]))) == (
        [digest],
        {digest: len(BIG)},
    )
    assert bucket.is_whole(digest) and list(bucket.damaged()) == []
    bucket.remove(digest)
    assert not bucket.has(digest)
    with pytest.raises(PermanentFailure):
        bucket.get(digest)


def test_a_file_whose_bytes_changed_in_the_bucket_is_damaged_and_mended_by_a_good_copy(
    bucket: S3Files,
) -> None:
    digest = bucket.put(BIG)
    bucket._put(key_of(digest), b"autre chose")
    assert list(bucket.damaged()) == [digest]
    bucket.put(BIG)
    assert list(bucket.damaged()) == []


def test_a_bucket_without_its_marker_is_away_and_what_is_not_in_it_is_not_missing(
    settings: S3Settings,
) -> None:
    bucket = S3Files(settings)
    assert not bucket.is_there()
    for ask in (lambda: bucket.put(BIG), lambda: bucket.get("0" * 64), lambda: bucket.remove("0" * 64)):
        with pytest.raises(TemporaryFailure):
            ask()


def test_a_server_that_does_not_answer_is_away(settings: S3Settings) -> None:
    gone = S3Files(settings.model_copy(update={"endpoint": "http://127.0.0.1:9"}))
    assert not gone.is_there()
    with pytest.raises(TemporaryFailure) as raised:
        gone.get("0" * 64)
    assert LOGIN["secret_access_key"] not in f"{raised.value.public} {raised.value.private}"


def test_a_bucket_that_does_not_exist_is_named(settings: S3Settings) -> None:
    with pytest.raises(ConfigurationFailure, match="no bucket personne"):
        S3Files(settings.model_copy(update={"bucket": "personne"})).mark()


def test_what_is_kept_is_encrypted_as_the_settings_say(settings: S3Settings) -> None:
    bucket = S3Files(settings.model_copy(update={"encryption": "s3"}))
    bucket.mark()
    digest = bucket.put(BIG)
    put_aside(bucket, digest)
    bucket.get(digest)
    signed = obstore.sign(bucket._bucket(), "HEAD", key_of(digest), timedelta(minutes=1))
    with urlopen(Request(signed, method="HEAD")) as answer:
        assert answer.headers["x-amz-server-side-encryption"] == "AES256"


def test_the_login_comes_from_the_settings_a_file_or_the_environment_or_is_asked_for(tmp_path: Path) -> None:
    secret = tmp_path / "s3"
    secret.write_text("du-fichier\n")
    plain = S3Settings(bucket="ville", access_key_id="moi")
    assert login_of(plain.model_copy(update={"secret_access_key_file": secret}), {}) == ("moi", "du-fichier")
    elsewhere = {"AWS_ACCESS_KEY_ID": "lui", "AWS_SECRET_ACCESS_KEY": "de-l-environnement"}
    assert login_of(S3Settings(bucket="ville"), elsewhere) == ("lui", "de-l-environnement")
    with pytest.raises(UserError, match="access_key_id"):
        login_of(S3Settings(bucket="ville"), {})
    with pytest.raises(UserError, match="GUICHET_FILES__S3__SECRET_ACCESS_KEY"):
        login_of(plain, {})


def test_bytes_put_while_they_were_being_removed_are_found_again(bucket: S3Files) -> None:
    digest = bucket.put(BIG)
    put_aside(bucket, digest)
    assert list(bucket.digests()) == []
    assert bucket.get(digest) == BIG  # found aside, and in its place again
    assert list(bucket.digests()) == [digest]
    put_aside(bucket, digest)
    bucket.clear_aside({digest}, before=time.time() + 60)
    assert list(bucket.digests()) == [digest]
    put_aside(bucket, digest)
    bucket.clear_aside(set(), before=time.time() - 3600)  # not an hour old yet
    assert bucket.has(digest)
    put_aside(bucket, digest)
    bucket.clear_aside(set(), before=time.time() + 60)
    assert not bucket.has(digest)


def test_files_of_before_are_found_while_they_move_and_the_directory_is_empty_afterwards(
    bucket: S3Files, tmp_path: Path
) -> None:
    directory = FileStore(tmp_path / "files", marked=True)
    directory.mark()
    old = [directory.put(BIG + bytes([n])) for n in range(9)]
    both = TwoPlaces(bucket, directory)
    new = both.put(b"neu")
    assert both.get(old[0]) == BIG + b"\0" and bucket.has(new) and not directory.has(new)
    # One was copied by a move that was killed, another is damaged.
    bucket.put(BIG + b"\0")
    directory.path(old[1]).write_bytes(b"cass\xe9")
    found = move_files(directory, bucket)
    assert (found.files, found.known, found.damaged, found.is_empty) == (7, 1, (old[1],), False)
    assert directory.path(old[1]).exists() and not bucket.has(old[1])
    directory.put(BIG + b"\1")
    found = move_files(directory, bucket)
    assert (found.files, found.is_empty) == (1, True)
    assert not (directory.directory / MARKER).exists() and (directory.directory / EMPTIED).exists()
    assert [both.get(each) for each in old] == [BIG + bytes([n]) for n in range(9)]
    with pytest.raises(PermanentFailure):
        both.get("0" * 64)
    # And back again.
    directory.mark()
    assert move_files(bucket, directory).is_empty
    assert sorted(directory.digests()) == sorted([*old, new]) and not bucket.is_there()


def test_nothing_is_removed_where_it_was_while_the_bucket_gives_something_else_back(
    bucket: S3Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = FileStore(tmp_path / "files", marked=True)
    directory.mark()
    digest = directory.put(BIG)
    real = S3Files._put

    def cut(self: S3Files, key: str, content: bytes) -> None:
        real(self, key, content[:-1])

    monkeypatch.setattr(S3Files, "_put", cut)
    assert move_files(directory, bucket).damaged == (digest,)
    assert directory.get(digest) == BIG


def test_a_file_is_waited_for_while_the_disk_of_before_is_not_mounted(
    bucket: S3Files, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    both = TwoPlaces(bucket, FileStore(tmp_path / "files", marked=True))
    with pytest.raises(TemporaryFailure):
        both.get("0" * 64)
    (tmp_path / "files").rmdir()
    with pytest.raises(PermanentFailure):
        both.get("0" * 64)


@pytest.fixture
def town(desk: Desk, settings: S3Settings, tmp_path: Path) -> Settings:
    """A town whose files are in a bucket, with one request and its photo."""
    made = Settings(
        data_dir=tmp_path / "var",
        files=FilesSettings(store="s3", s3=settings),
        backup=BackupSettings(destinations=(str(tmp_path / "nas"),)),
    )
    desk.files = store_of(made)
    desk.reception.close()
    desk.reception = Reception(desk.database, desk.files)
    assert settle_marker(desk.database, desk.files)
    letter = write("Une ampoule est cassée au gymnase Guimard.")
    letter.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="lampe.jpg")
    letter.add_attachment(BIG, maintype="application", subtype="pdf", filename="plan.pdf")
    desk.take(letter)
    work(desk)
    return made


def test_a_mail_whose_files_are_in_a_bucket_is_decided_and_everything_agrees(
    desk: Desk, town: Settings
) -> None:
    with desk.database.reading() as session:
        kept = kept_digests(session.connection())
        assert sha256_of(BIG) in kept and kept <= set(desk.files.digests())
        assert verify(session, desk.files) == []
        desk.files.remove(sha256_of(BIG))
        assert [each.about for each in verify(session, desk.files)] == [f"file {sha256_of(BIG)}"]


def test_a_mail_is_not_taken_while_the_bucket_is_away_and_is_when_it_is_back(
    desk: Desk, town: Settings
) -> None:
    assert isinstance(desk.files, TwoPlaces)
    there = desk.files.store
    assert town.files.s3 is not None
    desk.files.store = S3Files(town.files.s3.model_copy(update={"endpoint": "http://127.0.0.1:9"}))
    letter = write("Voici le plan.", files={"plan.bin": BIG})
    with pytest.raises(TemporaryFailure):
        desk.take(letter)
    desk.files.store = there
    number = desk.take(letter)
    work(desk)
    assert desk.row(number).state in ("new_request", "follow_up")


def test_what_no_row_points_to_leaves_the_bucket_within_two_nights_and_the_rest_stays(
    desk: Desk, town: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, late = set(desk.files.digests()), desk.files.now() + 7200
    stray = desk.files.put(b"personne ne me connait")
    assert sweep(desk.database, desk.files) == 1  # it came in within the hour
    assert stray in set(desk.files.digests())
    assert isinstance(desk.files, TwoPlaces)
    monkeypatch.setattr(TwoPlaces, "now", lambda store: late)
    assert sweep(desk.database, desk.files) == 0
    assert not desk.files.store.has(stray)
    assert set(desk.files.digests()) == before


def test_a_bucket_full_of_what_this_database_does_not_know_is_not_swept(
    desk: Desk, town: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dispatch.upkeep.retention.take_away.MOST_STRANGE", 3)
    others = {desk.files.put(bytes([n])) for n in range(8)}
    with pytest.raises(TemporaryFailure, match="guichet files sweep"):
        sweep(desk.database, desk.files)
    assert others <= set(desk.files.digests())


def test_a_set_of_a_town_with_a_bucket_holds_the_files_and_is_restored_without_it(
    desk: Desk, town: Settings, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("# nos réglages\n", encoding="utf-8")
    backups = Backups(desk.database, desk.files, town, tmp_path / "settings.toml", desk.clock)
    prepare(backups)
    assert [each.problems for each in backups.make()] == [()]
    place = str(tmp_path / "nas")
    destination = destination_at(place, town, RecoveryKey.read(town.recovery_key_file))
    if not desk.database.is_sqlite:
        assert backups.check(destination, destination.sets()[0]) == []
        return
    target = tmp_path / "elsewhere"
    manifest = restore_set(destination, destination.sets()[0], target)
    restored = FileStore(target / "var/files", marked=True)
    assert restored.get(sha256_of(BIG)) == BIG and manifest.missing == ()
    assert sorted(restored.digests()) == sorted(desk.files.digests())
