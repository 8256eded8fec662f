"""`guichet doctor` sees that keys or the folder of files are gone, and what it says to do makes all well again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import Done, guichet

pytestmark = pytest.mark.usefixtures("busy_office")


def said(done: Done) -> str:
    return " ".join((done.out + done.err).split())


@pytest.mark.parametrize("name", ["reply_keys", "audit_key"])
def test_a_key_that_is_gone_is_told_and_put_back_or_made_anew(name: str) -> None:
    for path in (Path("var"), *Path("var/secrets").iterdir(), *Path("var").glob("guichet.db*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    key = Path("var/secrets") / name
    kept = key.read_bytes()
    assert "The keys of the reply addresses and of the traces are there." in said(guichet("doctor", "files"))
    key.unlink()
    for seen in (guichet("doctor", "files"), guichet("doctor")):
        assert seen.code == 1
        assert f"There is no key file {key}. Put it back from a backup" in said(seen), seen
    key.touch(0o600)
    key.write_bytes(kept)
    assert guichet("doctor", "files").code == 0
    key.write_bytes(b"\xff")
    assert "Put it back from a backup" in said(guichet("doctor", "files"))
    key.unlink()
    assert guichet("init").code == 0
    assert guichet("doctor", "files").code == 0 and key.read_bytes() != kept


def test_a_folder_of_files_that_is_gone_is_no_full_disk_and_is_put_back_from_a_backup(tmp_path: Path) -> None:
    backup = shutil.copytree("var/files", tmp_path / "files")
    shutil.rmtree("var/files")
    wrong = guichet("doctor", "machine")
    assert wrong.code == 1 and "There is no folder var/files: mail is refused" in said(wrong), wrong
    assert "free_bytes" not in said(wrong)
    assert "Else put them back from a backup, and type this again." in said(guichet("db", "upgrade"))
    assert guichet("doctor", "machine").code == 1
    shutil.copytree(backup, "var/files", ignore=shutil.ignore_patterns("GUICHET-FILES"))
    assert "its marker is missing" in said(guichet("doctor", "files"))
    assert guichet("db", "upgrade").code == 0
    assert guichet("doctor", "machine").code == 0
    assert "Files are kept in" in said(guichet("doctor", "files"))
