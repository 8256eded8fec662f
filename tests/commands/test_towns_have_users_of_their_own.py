"""Two towns of one machine, put in place as their pages say: a process of one opens nothing of the other's."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.service.towns.clashes import clashes
from cli.service.towns.found import towns_in
from tests.commands.preparing import BEHIND, TOWN, prepare
from tests.commands.running import guichet
from tests.commands.test_several_towns_of_a_server import SECOND, prepared
from tests.servers.presence import find_program, missing

TOWNS = {"nantheuil": TOWN, "autreville": SECOND}
#: What a page has root type that makes files and folders; not what needs a program of the server.
_PLACING = re.compile(r"    ((?:cp -rn|chown -R root:|find|install -d|systemd-(?:sysusers|tmpfiles)).*)")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with the users of Postfix and Caddy, and a folder that every user passes through."""
    if os.geteuid() != 0:
        pytest.skip("only root acts as other users")
    if find_program("systemd-sysusers") is None or find_program("systemd-tmpfiles") is None:
        missing("systemd", "systemd")
    with tempfile.TemporaryDirectory(dir="/tmp") as place:  # nobody passes through those of pytest
        root = Path(place)
        root.chmod(0o711)
        for name in ("etc", "var/lib", "run", "mnt/nas"):
            (root / name).mkdir(parents=True)
        (root / "etc/group").write_text("root:x:0:\npostfix:x:700:\ncaddy:x:701:\n")
        (root / "etc/passwd").write_text("root:x:0:0::/:/bin/sh\n")
        yield root


def put_in_place(production: Path, root: Path) -> None:
    """What the page says, with `root` for /, as root."""
    for line in _PLACING.findall((production / "LISEZ-MOI.md").read_text("utf-8")):
        command = re.sub(r" /(etc|var|mnt)\b", rf" {root}/\1", line)
        command = re.sub(r"^(systemd-\w+)", rf"\1 --root={root}", command)
        command = re.sub(r"(?<=[ :])guichet[a-z-]*(?= )", lambda named: str(user(root, named[0])), command)
        subprocess.run(["/bin/sh", "-c", command], cwd=production, check=True, timeout=60)


def user(root: Path, name: str) -> int:
    lines = (line.split(":") for line in (root / "etc/passwd").read_text().splitlines())
    return next(int(line[2]) for line in lines if line[0] == name)


def done_as(uid: int, *command: str) -> bool:
    """Whether a user may do something. Its group has its number, as systemd-sysusers makes both."""
    acting = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--"]
    return subprocess.run([*acting, *command], capture_output=True, check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("alone_first", [False, True], ids=["two instances", "beside a town without a name"])
def test_a_process_of_one_town_opens_nothing_of_another(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, alone_first: bool
) -> None:
    names = {name: "" if alone_first and name == "nantheuil" else name for name in TOWNS}
    made = {name: prepared(tmp_path / name, TOWNS[name], BEHIND, names[name], monkeypatch) for name in TOWNS}
    for name in TOWNS:
        put_in_place(made[name], machine)
    if alone_first:  # as systemd does when it starts that service
        lines = (made["autreville"] / "etc/systemd/system/guichet.service.d/towns.conf").read_text()
        (machine / "var/lib/guichet").chmod(int(lines.rpartition("StateDirectoryMode=")[2], 8))
    users = {name: user(machine, f"guichet-{names[name]}".rstrip("-")) for name in TOWNS}
    assert len(set(users.values())) == 2
    for name, uid in users.items():
        data = machine / "var/lib/guichet" / names[name]
        assert done_as(uid, "sh", "-c", f"umask 077; echo x > {data}/guichet.db; mkdir {data}/files")
    for name, uid in users.items():
        for of, instance in names.items():
            own = of == name
            settings = machine / "etc/guichet" / instance / "settings.toml"
            data = machine / "var/lib/guichet" / instance
            assert done_as(uid, "cat", str(settings)) is own, (name, of)
            assert done_as(uid, "cat", str(data / "guichet.db")) is own, (name, of)
            assert done_as(uid, "ls", str(data)) is own, (name, of)
            run = machine / "run" / (f"guichet-towns/{instance}" if instance else "guichet")
            for folder in [run / "mail", run / "pages"] if instance else [run]:
                assert done_as(uid, "touch", str(folder / "socket")) is own, (name, of, folder)
                assert done_as(uid, "ls", str(folder)) is own, (name, of, folder)
        assert not done_as(uid, "ls", str(machine / "var/lib/guichet")) or names[name] == ""


def test_the_units_run_each_town_as_the_user_that_is_made_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, town in TOWNS.items():
        made = prepared(tmp_path / name, town, BEHIND, name, monkeypatch) / "etc"
        units = made / "systemd/system"
        # By its own lines too: cp -rn leaves a guichet@.service that runs all of them as guichet.
        assert f"\nUser=guichet-{name}\n" in (units / f"guichet@{name}.service.d/town.conf").read_text()
        assert "\nUser=guichet-%i\n" in (units / "guichet@.service").read_text()
        assert f"u guichet-{name} - " in (made / f"sysusers.d/guichet@{name}.conf").read_text()
        sockets = [path for path in units.iterdir() if path.suffix == ".socket"]
        assert len(sockets) == 2
        for path in sockets:
            assert f"SocketUser=guichet-{name}\n" in path.read_text()


def test_a_name_that_makes_no_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = prepare([*TOWN, *BEHIND], "--instance", "saint-germain-sur-l-arbresle")
    assert done.code == 1 and "23" in done.err and not (tmp_path / "production").exists()


def test_towns_of_one_user_are_told_by_the_doctor(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root asks about the users of others")
    for name in ("arbois", "dole"):
        folder = tmp_path / "towns" / name
        (folder / "var").mkdir(parents=True)
        (folder / "settings.toml").write_text(
            f'mail.domains = ["{name}.test"]\nmail.reply_address = "demandes@{name}.test"\n'
            "doors.smtp.enabled = false\ndoors.http.enabled = false\n"
        )
        os.chown(folder / "var", 1, 1)
    (found,) = clashes(towns_in(tmp_path / "towns"))
    assert found.level == "warning" and "arbois and dole run as the same user: daemon" in found.sentence
    os.chown(tmp_path / "towns/dole/var", 2, 2)
    assert list(clashes(towns_in(tmp_path / "towns"))) == []
    assert guichet("towns", "doctor", "--towns", str(tmp_path / "towns")).code == 0
