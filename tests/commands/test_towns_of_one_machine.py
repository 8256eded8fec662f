"""`guichet towns`: several towns of one machine together, each by itself; what two of them share is told."""

from __future__ import annotations

import os
import re
import shutil
import socket
from pathlib import Path

import pytest

from cli.service.towns.clashes import clashes
from cli.service.towns.found import TownHere, towns_in
from cli.service.towns.units import at_rest
from models.store.database import Database
from models.store.schema import require_current
from tests.commands.preparing import BEHIND, TOWN
from tests.commands.running import Done, guichet
from tests.old_databases import make_old_database

_TWILIO = f'sms.twilio.account_sid = "AC{32 * "a"}"\nsms.twilio.'
_GATEWAY = (
    '{ token_in = "query:t", token_file = "{root}/said", message_from_path = "a", message_text_path = "b" }'
)


def written(root: Path, name: str, port: int, **lines: str) -> Path:
    """The settings of a town in a folder of its name; they name no place, so that the folder can be copied."""
    folder = root / name
    folder.mkdir(parents=True)
    said = {"mail.domains": f'["{name}.test"]', "mail.reply_address": f'"demandes@{name}.test"',
            "doors.smtp.port": str(port), "doors.http.port": str(port + 1), "work.readers": "1", **lines}  # fmt: skip
    (folder / "settings.toml").write_text(
        "".join(f"{key} = {value}\n" for key, value in said.items()), "utf-8"
    )
    return folder


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """Two towns as their settings say, and the keys of one."""
    root = tmp_path / "towns"
    keys = written(root, "arbois", 8125) / "var/secrets/reply_keys"
    keys.parent.mkdir(parents=True)
    keys.write_bytes(b"1 a key of tests")
    written(root, "dole", 8135)
    return root


@pytest.fixture(scope="session")
def made_root(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two towns with a database each, as `guichet init` leaves them, to copy."""
    root = tmp_path_factory.mktemp("machine") / "towns"
    for name, port in (("arbois", 8125), ("dole", 8135)):
        folder = written(root, name, port)
        (folder / "var").mkdir()
        shutil.copyfile(sqlite_template, folder / "var" / "guichet.db")
        done = guichet("--settings", str(folder / "settings.toml"), "init")
        assert done.code == 0, done.err
    return root


@pytest.fixture
def root(made_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(made_root, tmp_path / "towns"))


def towns(root: Path, *arguments: str) -> Done:
    return guichet("towns", *arguments, "--towns", str(root))


def test_the_towns_are_listed_and_share_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = towns(root, "list", "--json").json()
    assert [(row["name"], row["domains"], row["runs"]) for row in listed] == [
        ("arbois", "arbois.test", "no"),
        ("dole", "dole.test", "no"),
    ]
    monkeypatch.setenv("GUICHET_LANG", "fr")
    heading, row, _ = towns(root, "list").out.splitlines()
    assert re.split(r" +", heading.strip()) == ["Commune", "Domaines", "Pages", "Base", "Processus"]
    assert row.startswith("arbois") and row.rstrip().endswith(" non")
    monkeypatch.setenv("GUICHET_LANG", "en")
    done = towns(root, "doctor")
    assert done.code == 0 and "Towns that share nothing: 2." in done.out, done


def test_a_town_that_sleeps_is_listed_so(planned: Path, tmp_path: Path) -> None:
    mail = tmp_path / "dole.lmtp"
    put(
        planned / "dole",
        f'doors.smtp.enabled = false\ndoors.lmtp.enabled = true\ndoors.lmtp.socket = "{mail}"',
    )
    with socket.socket(socket.AF_UNIX) as systemd:
        systemd.bind(str(mail))
        systemd.listen()
        rows = towns(planned, "list", "--json").json()
    assert {row["name"]: row["runs"] for row in rows} == {"arbois": "no", "dole": "asleep"}


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
        (
            'doors.lmtp.enabled = true\ndoors.lmtp.socket = "/run/guichet/x.lmtp"',
            "socket: /run/guichet/x.lmtp",
        ),
        ('doors.http.socket = "/run/guichet/x.http"', "socket: /run/guichet/x.http"),
        ("doors.lmtp.enabled = true\ndoors.lmtp.port = 8126", "port: 8126"),
        ("metrics.enabled = true\nmetrics.port = 8125", "port: 8125"),
        ('files.store = "s3"\nfiles.s3.bucket = "seau"', "files.s3"),
        ("work.readers = 0", "cannot be read"),
        (f'{_TWILIO}from_number = "+33199004400"', "SMS number: +33199004400"),
        (f'{_TWILIO}messaging_service_sid = "MG{32 * "b"}"', "messaging_service_sid"),
        (
            'sms.gateway.url = "https://sms.test/"\nsms.gateway.body = "a={text}"\nsms.gateway.format = "form"\n'
            'sms.gateway.sender = "0033199004400"',
            "SMS number: +33199004400",
        ),
        (f"doors.sms.gateway = {_GATEWAY}", "doors.sms.gateway.token_file"),
    ],
)
def test_what_two_towns_share_is_an_error_with_both_names(planned: Path, line: str, said: str) -> None:
    shutil.copyfile(planned / "arbois/var/secrets/reply_keys", planned / "copy")
    both = ("backup.destinations", "public_url", ".socket", "files.s3", "postgresql", "sms.")
    (planned / "said").write_text("a secret of tests")
    told = line.replace("{root}", str(planned))
    put(planned / "dole", told)
    if any(each in line for each in both):
        for its, others in (("//b:word@", "//a@"), ("?sslmode=require", ""), ("D.test/x", "d.test")):
            told = told.replace(its, others)
        put(planned / "arbois", told)
    found = list(clashes(towns_in(planned)))
    assert any(said in each.sentence and "dole" in each.sentence for each in found), found
    assert {each.level for each in found} == {"error"}
    assert not any("word" in each.sentence for each in found)


def put(town: Path, lines: str) -> None:
    """Lines into its settings, in the place of those that say the same."""
    keys = [each.partition(" = ")[0] for each in lines.splitlines()]
    file = town / "settings.toml"
    kept = [each for each in file.read_text("utf-8").splitlines() if each.partition(" = ")[0] not in keys]
    file.write_text("\n".join([*kept, lines]) + "\n", "utf-8")


def test_what_is_shared_ends_the_command_with_1(planned: Path) -> None:
    put(planned / "dole", "doors.smtp.port = 8125")
    done = towns(planned, "doctor")
    assert done.code == 1 and "arbois and dole have the same port: 8125" in " ".join(done.out.split()), done


@pytest.mark.parametrize(
    ("hosts", "clash"),
    [
        (("192.0.2.1", "192.0.2.2"), False),
        (("192.0.2.1", "192.0.2.1"), True),
        (("192.0.2.1", "0.0.0.0"), True),
        (("::", "192.0.2.2"), True),
        (("localhost", "127.0.0.1"), True),
    ],
)
def test_one_port_at_two_addresses_of_a_machine_is_nothing_shared(
    planned: Path, hosts: tuple[str, str], clash: bool
) -> None:
    for name, host in zip(("arbois", "dole"), hosts, strict=True):
        put(planned / name, f'doors.smtp.port = 25\ndoors.smtp.host = "{host}"')
    assert [each.level for each in clashes(towns_in(planned))] == ["error"] * clash


def test_keys_that_cannot_be_read_are_not_said_to_be_apart(planned: Path) -> None:
    (planned / "dole/var/secrets/reply_keys").mkdir(parents=True)
    (found,) = clashes(towns_in(planned))
    assert found.level == "warning" and "reply_keys of dole was not compared" in found.sentence


def test_variables_of_one_town_say_nothing_of_the_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(root / "arbois/var"))
    assert towns(root, "doctor").code == 0


def test_every_town_is_upgraded_and_backed_up_by_itself(root: Path) -> None:
    older = root / "dole/var/guichet.db"
    older.unlink()
    made = Database(f"sqlite:///{older}")
    make_old_database(made, "0035")
    made.close()
    done = towns(root, "upgrade")
    assert done.code == 0, done
    first, second = done.out.split("\ndole\n")
    assert first.startswith("arbois\n") and "nothing to upgrade" in first and "0035" in second, done.out
    upgraded = Database(f"sqlite:///{older}")
    require_current(upgraded)
    upgraded.close()
    copied = towns(root, "backup")
    assert copied.code == 1 and copied.out.count("Name where sets go first") == 2
    assert "dole" not in towns(root, "backup", "arbois").out
    each = towns(root, "doctor", "dole", "--each")
    assert "Backups" in each.out and "arbois.test" not in each.out


def test_what_listens_for_a_town_starts_again_before_its_service(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A systemctl that refuses as systemd does: the socket of a service that runs is not started."""
    active, orders = tmp_path / "active", tmp_path / "orders"
    active.mkdir()
    units = [f"guichet@dole.{kind}" for kind in ("service", "socket", "timer")]
    for unit in units:
        (active / unit).touch()
    program = tmp_path / "bin/systemctl"
    program.parent.mkdir()
    program.write_text(
        f"""#!/bin/sh
cd {active} || exit 1
for unit; do :; done
[ "$1" = is-active ] && {{ test -e "$unit"; exit; }}
echo "$1 $unit" >> {orders}
[ "$1" = stop ] && exec rm "$unit"
case "$unit" in *.socket) [ ! -e "${{unit%.socket}}.service" ] || exit 1 ;; esac
: > "$unit"
"""
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setattr(TownHere, "unit", "guichet@dole.service")
    (town,) = towns_in(planned, ["dole"])
    with at_rest(town):
        assert list(active.iterdir()) == []
    assert sorted(each.name for each in active.iterdir()) == units
    said = orders.read_text().split("\n")
    # What listens stops first, or mail would start the service again.
    assert said.index("stop guichet@dole.socket") < said.index("stop guichet@dole.service")
    assert said.index("start guichet@dole.socket") < said.index("start guichet@dole.service")


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


def test_a_town_more_is_compared_with_the_one_that_has_no_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    alone = written(tmp_path, "machine", 25, **{"mail.domains": '["demandes.nantheuil.example"]',
                    "mail.reply_address": '"demandes@demandes.nantheuil.example"'})  # fmt: skip
    answers = "".join(f"{each}\n" for each in [*TOWN, *BEHIND]).encode()
    done = guichet("towns", "add", "nantheuil", "--towns", str(alone), "--locale", "fr", typed=answers)
    assert done.code == 1 and ". and nantheuil have the same mail.domains" in " ".join(done.out.split()), done
