"""`guichet files` and `guichet doctor files`: where files are, moved into a bucket and back, under an open service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.files import FileStore, sha256_of
from models.store.sharing.presence import Presence
from tests.commands.running import guichet
from tests.letters import PHOTO
from tests.servers.s3 import LOGIN, S3Server, s3_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as running:
        running.make_bucket("ville", versions=True)
        yield running


def keep_in(store: str, endpoint: str = "") -> None:
    """Write into settings.toml where files are kept."""
    text = Path("settings.toml").read_text("utf-8")
    for other in ("directory", "s3"):
        text = text.replace(f'\nstore = "{other}"\n', f'\nstore = "{store}"\n')
    if endpoint:
        bucket = f'bucket = "ville"\nendpoint = "{endpoint}"\naccess_key_id = "{LOGIN["access_key_id"]}"\n'
        text = text.replace("# [files.s3]\n", f"[files.s3]\n{bucket}")
    Path("settings.toml").write_text(text, "utf-8")


def said(*arguments: str, code: int = 0) -> str:
    done = guichet(*arguments)
    assert done.code == code, (arguments, done)
    return done.out + done.err


def test_a_town_moves_its_files_into_a_bucket_and_back(
    busy_office: Path, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = busy_office / "var/files" / sha256_of(PHOTO)[:2] / sha256_of(PHOTO)[2:4] / sha256_of(PHOTO)
    assert photo.exists()
    (busy_office / "var/guichet.db").chmod(0o600)  # the copy of a template
    shown = guichet("files", "show", "--json").json()
    assert (shown["place"], shown["bytes"], shown["years"][0]["files"]) == ("var/files/", len(PHOTO), 1)
    assert "of 4,225.0 MB" in said("files", "show")
    assert "✓ Files are kept in var/files/" in said("doctor", "files")

    keep_in("s3", server.endpoint)
    assert "GUICHET_FILES__S3__SECRET_ACCESS_KEY" in said("files", "move", code=1)
    monkeypatch.setenv("GUICHET_FILES__S3__SECRET_ACCESS_KEY", LOGIN["secret_access_key"])
    doctor = said("doctor", "files", code=1)
    assert "answers, and was never used" in doctor and "keeps versions" in doctor
    assert "Files of before are still in var/files/" in doctor
    assert "already was at revision" in said("db", "upgrade")

    # A service that was not restarted would not find what was moved.
    still_running = Presence(busy_office / "var/workers", "var/files/")
    assert "restart it first" in said("files", "move", code=1) and photo.exists()
    still_running.close()
    # Nor one of which nothing can be known.
    (busy_office / "var/workers/strange").mkdir()
    assert "restart it first" in said("files", "move", code=1) and photo.exists()
    (busy_office / "var/workers/strange").rmdir()
    restarted = Presence(busy_office / "var/workers", "s3://ville/guichet")
    moved = said("files", "move", "--keep")
    assert "1 file came to s3://ville/guichet." in moved and photo.exists()
    moved = said("files", "move")
    assert "0 files came to s3://ville/guichet; 1 was there already." in moved
    assert "var/files/ holds none any more" in moved and not photo.exists()
    assert "✓ Files are kept in s3://ville/guichet" in said("doctor", "files")
    assert "nothing is left in var/files/" in said("files", "move")
    assert "agree" in said("verify") and "every file is there and whole" in said("db", "check")
    assert "0 of 1 file belongs to nothing" in said("files", "sweep")
    assert "0 were removed" in said("files", "sweep", "--remove")
    restarted.close()

    keep_in("directory")
    assert "marker is missing" in said("doctor", "files", code=1)
    said("db", "upgrade")
    # One that was started in the meantime, as settings of before had it, keeps the place in use.
    late: list[Presence] = []
    real = FileStore.put

    def put(store: FileStore, content: bytes) -> str:
        late.append(Presence(busy_office / "var/workers", "s3://ville/guichet"))
        return real(store, content)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(FileStore, "put", put)
        moved = said("files", "move", code=1)
    assert len(late) == 1 and "1 file came to var/files/." in moved and "restart it first" in moved
    late[0].close()
    assert "s3://ville/guichet holds none any more" in said("files", "move")
    assert photo.read_bytes() == PHOTO
    assert [line for line in said("audit", "show").splitlines() if " move " in line and " files " in line]


def test_a_secret_in_the_settings_file_is_refused_and_one_in_no_message(busy_office: Path) -> None:
    assert busy_office == Path.cwd()
    keep_in("s3", "http://127.0.0.1:9")
    text = Path("settings.toml").read_text("utf-8")
    Path("settings.toml").write_text(
        text.replace('bucket = "ville"\n', 'bucket = "ville"\nsecret_access_key = "abc"\n')
    )
    assert "use secret_access_key_file or GUICHET_FILES__S3__SECRET_ACCESS_KEY" in said(
        "files", "show", code=1
    )
    (busy_office / "secret").write_text("tres-secret-vraiment\n")
    Path("settings.toml").write_text(
        text.replace('bucket = "ville"\n', 'bucket = "ville"\nsecret_access_key_file = "secret"\n')
    )
    for line in ("doctor files", "files move", "verify", "db check", "backup now"):
        words = said(*line.split(), code=1)
        assert "tres-secret" not in words and "Traceback" not in words


def test_what_is_wrong_with_a_bucket_is_said_in_french_to_the_colon(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert busy_office.exists()
    keep_in("s3", "http://127.0.0.1:9")
    monkeypatch.delenv("GUICHET_FILES__S3__SECRET_ACCESS_KEY", raising=False)
    monkeypatch.setenv("GUICHET_LANG", "fr")
    told = said("doctor", "files", code=1)
    assert "s3://ville/guichet\u00a0: Le compartiment demande le secret de son compte" in told
