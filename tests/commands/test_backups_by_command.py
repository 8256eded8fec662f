"""The administrator's whole way: a recovery key shown once, a set, a trial, another machine, and sending
again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import guichet


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ville").mkdir()
    monkeypatch.chdir(tmp_path / "ville")
    guichet("init")
    settings = tmp_path / "ville" / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("\ndestinations = []", f'\ndestinations = ["{tmp_path / "nas"}"]'), encoding="utf-8"
    )
    return tmp_path


def test_from_the_first_key_to_another_machine(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Run: guichet backup init" in guichet("backup", "now").err
    first = guichet("backup", "init")
    secret = next(line.strip() for line in first.out.splitlines() if "AGE-SECRET-KEY-1" in line)
    assert "AGE-SECRET-KEY" not in guichet("backup", "init").out
    assert "There is no set yet" in guichet("backup", "list").out
    guichet("submit", "-", "--to", "mairie@ville.test", typed=b"From: j@example.org\r\n\r\nUne lampe.\r\n")
    assert guichet("work").code == 0
    made = guichet("backup", "now")
    assert made.code == 0 and "restored for trial and whole" in made.out
    assert [row["to"] for row in guichet("backup", "list", "--json").json()] == [str(town / "nas")]
    assert "restored for trial and whole" in guichet("backup", "check").out

    (town / "safe.txt").write_text(secret + "\n", encoding="ascii")
    # Another town of this machine gets nothing of it, though it has the key and the disk.
    (town / "autre.toml").write_text(
        'mail.domains = ["autre.test"]\nmail.reply_address = "demandes@autre.test"\n', "utf-8"
    )
    into = ("backup", "restore", "ailleurs", "--from", str(town / "nas"), "--key", str(town / "safe.txt"))
    refused = guichet("--settings", str(town / "autre.toml"), *into)
    assert refused.code == 1 and "of another town (ville.test)" in " ".join(refused.err.split()), refused

    # Another machine: only the recovery key on paper, and the disk.
    monkeypatch.chdir(town)
    none = guichet("backup", "restore", "ailleurs", "--from", str(town / "nas"), "--key", "cle.txt")
    assert none.code == 1 and "write the recovery key, from the safe, into it" in " ".join(none.err.split())
    done = guichet(
        "backup", "restore", "ailleurs", "--from", str(town / "nas"), "--key", str(town / "safe.txt")
    )
    assert done.code == 0 and "1 request" in done.out, done.err
    monkeypatch.chdir(town / "ailleurs")
    assert len(guichet("requests", "list", "--json").json()) == 1
    guichet("submit", "-", "--to", "mairie@ville.test", typed=b"From: k@example.org\r\n\r\nUn banc.\r\n")
    assert "no notice was due" in guichet("work").out
    assert "restored copy" in guichet("backup", "now").err
    assert "Sending is on again" in guichet("backup", "resume").out
    assert "notices delivered" in guichet("work").out


def test_what_is_typed_in_a_copy_never_reaches_the_town_it_is_of(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's settings name absolute places: the copy's own name the copy."""
    data, settings = town / "donnees", town / "ville" / "settings.toml"
    (town / "ville" / "var").rename(data)
    text = settings.read_text("utf-8")
    for was, now in (
        ('data_dir = "var"', f'data_dir = "{data}"'),
        ('"sqlite:///var/guichet.db"', f'"sqlite:///{data}/guichet.db"'),
        ('organisation_file = "organisation.toml"', f'organisation_file = "{town}/ville/organisation.toml"'),
    ):
        assert f"\n{was}" in text or f"= {was}" in text, was
        text = text.replace(was, now)
    settings.write_text(text, "utf-8")
    assert guichet("backup", "init").code == 0 and guichet("backup", "now").code == 0
    guichet("submit", "-", "--to", "mairie@ville.test", typed=b"From: j@example.org\r\n\r\nUne lampe.\r\n")
    assert guichet("work").code == 0 and len(guichet("requests", "list", "--json").json()) == 1

    done = guichet("backup", "restore", str(town / "essai"))
    assert done.code == 0 and "name the data and the database of the copy" in done.out
    monkeypatch.chdir(town / "essai")
    assert guichet("requests", "list", "--json").json() == []
    assert guichet("org", "diff").code == 0
    guichet("submit", "-", "--to", "mairie@ville.test", typed=b"From: k@example.org\r\n\r\nUn banc.\r\n")
    assert guichet("work").code == 0 and len(guichet("requests", "list", "--json").json()) == 1
    assert "Sending is on again" in guichet("backup", "resume").out
    monkeypatch.chdir(town / "ville")
    (only,) = guichet("requests", "list", "--json").json()
    assert only["subject"] != "Un banc."
    copied = (town / "essai" / "settings.toml").read_text("utf-8")
    assert str(data) not in copied and copied.count("\n#") == text.count("\n#")


def test_the_environment_goes_before_a_copys_settings_and_that_is_said(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guichet("backup", "init").code == 0 and guichet("backup", "now").code == 0
    monkeypatch.setenv("GUICHET_DATABASE__URL", f"sqlite:///{town}/ville/var/guichet.db")
    said = " ".join(guichet("backup", "restore", str(town / "essai")).out.split())
    assert "goes before them: GUICHET_DATABASE__URL" in said


def test_the_doctor_names_the_good_set_where_one_destination_has_none(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guichet("backup", "init").code == 0 and guichet("backup", "now").code == 0
    (good,) = guichet("backup", "list", "--json").json()
    settings, nas, usb = town / "ville" / "settings.toml", town / "nas", town / "usb"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(f'["{nas}"]', f'["{nas}", "{usb}"]'), "utf-8")
    assert guichet("backup", "init").code == 0
    seen = " ".join(guichet("doctor", "backup").out.split())
    assert f"{usb} has no good set yet. The last good one is {good['set']}, in {nas}." in seen
    monkeypatch.setenv("GUICHET_LANG", "fr")
    seen = " ".join(guichet("doctor", "backup").out.split())
    assert f"{usb} n’a encore aucune bonne copie. La dernière bonne est {good['set']}, dans {nas}." in seen


def test_the_doctor_tells_sets_that_are_no_more_known_to_be_good_from_none_at_all(town: Path) -> None:
    assert guichet("backup", "init").code == 0 and guichet("backup", "now").code == 0
    (made,) = guichet("backup", "list", "--json").json()
    (town / "ville/var/backup/last_good.json").unlink()
    seen = " ".join(guichet("doctor", "backup").out.split())
    assert f"None of the sets in {town / 'nas'} is known to be good any more." in seen
    assert f"guichet backup check {made['set']} --from {town / 'nas'}" in seen
    assert guichet("backup", "check", made["set"], "--from", str(town / "nas")).code == 0


def test_the_key_is_shown_though_a_destination_fails_and_the_others_are_made_ready(town: Path) -> None:
    settings, nas, usb = town / "ville" / "settings.toml", town / "nas", town / "usb"
    (usb / "photos").mkdir(parents=True)
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(f'["{nas}"]', f'["{usb}", "{nas}"]'), "utf-8")
    first = guichet("backup", "init")
    assert first.code == 1 and f"{usb} holds something else" in " ".join(first.err.split())
    kept = (town / "ville/var/secrets/recovery_key").read_text("ascii").strip()
    assert kept in first.out and f"{nas}: ready." in " ".join(first.out.split())
    shutil.rmtree(usb / "photos")
    again = guichet("backup", "init")
    assert again.code == 0 and "AGE-SECRET-KEY" not in again.out and f"{usb}: ready." in again.out
