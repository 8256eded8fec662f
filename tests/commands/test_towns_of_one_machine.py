"""`guichet towns`: several towns of one machine together, each by itself; what two of them share is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.preparing import BEHIND, TOWN
from tests.commands.running import Done, guichet


def settle(root: Path, template: Path, name: str, port: int, **lines: str) -> Path:
    """A town in its folder, with a database, as `guichet init` leaves it; the folder."""
    folder = root / name
    (folder / "var").mkdir(parents=True)
    shutil.copyfile(template, folder / "var" / "guichet.db")
    said = {"mail.domains": f'["{name}.test"]', "mail.reply_address": f'"demandes@{name}.test"',
            "doors.smtp.port": str(port), "doors.http.port": str(port + 1),
            "data_dir": f'"{folder / "var"}"', "database.url": f'"sqlite:///{folder / "var" / "guichet.db"}"',
            "organisation_file": f'"{folder / "organisation.toml"}"', "work.readers": "1", **lines}  # fmt: skip
    text = "".join(f"{key} = {value}\n" for key, value in said.items())
    (folder / "settings.toml").write_text(text, "utf-8")
    done = guichet("--settings", str(folder / "settings.toml"), "init")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def root(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    settle(tmp_path / "towns", sqlite_template, "arbois", 8125)
    settle(tmp_path / "towns", sqlite_template, "dole", 8135)
    return tmp_path / "towns"


def towns(root: Path, *arguments: str) -> Done:
    return guichet("towns", *arguments, "--towns", str(root))


def test_the_towns_are_listed_and_share_nothing(root: Path) -> None:
    listed = towns(root, "list", "--json").json()
    assert [(row["name"], row["domains"], row["runs"]) for row in listed] == [
        ("arbois", "arbois.test", "no"),
        ("dole", "dole.test", "no"),
    ]
    assert "arbois" in towns(root, "list").out
    done = towns(root, "doctor")
    assert done.code == 0 and "2 towns share nothing" in done.out, done


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('mail.domains = ["Arbois.test"]\nmail.reply_address = "demandes@arbois.test"', "mail.domains"),
        ("doors.smtp.port = 8125", "port: 8125"),
        ("doors.smtp.port = 8126", "port: 8126"),
        ('data_dir = "{root}/arbois/../arbois/var"', "data_dir"),
        ('database.url = "sqlite:///{root}/arbois/var/guichet.db"', "database"),
        ('database.url = "postgresql://b:word@db.test/g?sslmode=require"', "database: db.test/g"),
        ('keys.reply_keys_file = "{root}/copy"', "keys.reply_keys_file"),
        ('backup.destinations = ["/mnt/nas/"]', "backup.destinations"),
        ('doors.http.public_url = "https://D.test/x"', "doors.http.public_url"),
        ('doors.lmtp.enabled = true\ndoors.lmtp.socket = "/run/guichet/x.lmtp"', "doors.lmtp.socket"),
        ("doors.lmtp.enabled = true\ndoors.lmtp.port = 8126", "port: 8126"),
        ("metrics.enabled = true\nmetrics.port = 8125", "port: 8125"),
        ('files.store = "s3"\nfiles.s3.bucket = "seau"', "files.s3"),
        ("work.readers = 0", "cannot be read"),
    ],
)
def test_what_two_towns_share_is_an_error_with_both_names(root: Path, line: str, said: str) -> None:
    shutil.copyfile(root / "arbois/var/secrets/reply_keys", root / "copy")
    both = ("backup.destinations", "public_url", "lmtp.socket", "files.s3", "postgresql")
    names = ("arbois", "dole") if any(each in line for each in both) else ("dole",)
    for name in names:
        file = root / name / "settings.toml"
        written = line.format(root=root)
        if name == "arbois":
            written = (
                written.replace("//b:word@", "//a@")
                .replace("?sslmode=require", "")
                .replace("D.test/x", "d.test")
            )
        keys = [each.partition(" = ")[0] for each in written.splitlines()]
        kept = [each for each in file.read_text("utf-8").splitlines() if each.partition(" = ")[0] not in keys]
        file.write_text("\n".join([*kept, written]) + "\n", "utf-8")
    done = towns(root, "doctor")
    out = " ".join(done.out.split())
    assert done.code == 1 and said in out and "dole" in out, done
    assert "word" not in out


def test_variables_of_one_town_say_nothing_of_the_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(root / "arbois/var"))
    assert towns(root, "doctor").code == 0


def test_every_town_is_upgraded_and_backed_up_by_itself(root: Path) -> None:
    done = towns(root, "upgrade")
    assert done.code == 0, done
    assert done.out.count("nothing to upgrade") == 2 or done.out.count("newest") == 2, done.out
    assert done.out.index("arbois") < done.out.index("dole")
    copied = towns(root, "backup")
    assert copied.code == 1 and copied.out.count("Name where sets go first") == 2
    assert "dole" not in towns(root, "backup", "arbois").out
    each = towns(root, "doctor", "dole", "--each")
    assert "Backups" in each.out and "arbois.test" not in each.out


def test_an_upgrade_stops_at_the_first_town_that_fails(root: Path) -> None:
    (root / "arbois/var/guichet.db").write_bytes(b"no database at all, but something else" * 40)
    done = towns(root, "upgrade")
    assert done.code == 1 and "arbois was not upgraded" in " ".join(done.err.split())
    assert "dole" not in done.out


def test_names_and_folders_that_are_not_there_are_told(root: Path, tmp_path: Path) -> None:
    assert "there are: arbois, dole" in " ".join(towns(root, "backup", "lons").err.split())
    empty = tmp_path / "empty"
    empty.mkdir()
    for command in ("list", "doctor", "upgrade", "backup"):
        assert "There is no town in" in towns(empty, command).err


def test_one_more_town_is_written_and_compared_with_those_there(root: Path, tmp_path: Path) -> None:
    answers = "".join(f"{each}\n" for each in [*TOWN, *BEHIND]).encode()
    work = tmp_path / "work"
    work.mkdir()
    refused = towns(root, "add", "dole", "--locale", "fr")
    assert refused.code == 1 and "already" in refused.err
    done = guichet("towns", "add", "nantheuil", "--towns", str(root), "--locale", "fr", typed=answers)
    assert done.code == 0, (done.out, done.err)
    assert (tmp_path / "nantheuil/etc/guichet/nantheuil/settings.toml").is_file()
