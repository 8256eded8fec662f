"""Towns of one machine: what is put in place for the second takes nothing from the first."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.settings.file import load_settings
from tests.commands.preparing import BEHIND, DIRECT, TOWN, prepare
from tests.servers.presence import find_program, missing

SECOND = [*TOWN[:4], "demandes.autreville.example", *TOWN[5:10], "Jean Petit <jean.petit@autreville.example>"]
#: Commands of the page that only touch files below /etc.
_ON_FILES = re.compile(r"    ((?:cp|grep|find|chown -R root:guichet\S*|install -d -(?:o root|m 751)) .+)")
#: Files that are alike, whichever town wrote them.
OF_ALL = {"guichet@.service", "guichet@.timer", "guichet.service.d/towns.conf"}
LETTER = (
    "From: demandes@{domain}\r\nTo: a@b.example\r\nSubject: x\r\nMessage-ID: <1@{domain}>\r\n\r\nBonjour\r\n"
)


def prepared(
    folder: Path, town: list[str], answers: list[str], instance: str, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder.mkdir()
    monkeypatch.chdir(folder)
    done = prepare([*town, *answers], *(("--instance", instance) if instance else ()))
    assert done.code == 0, done.err
    return folder / "production"


def made_for(production: Path) -> Iterator[str]:
    """What is put below /etc for systemd."""
    for folder in ("systemd/system", "sysusers.d", "tmpfiles.d"):
        place = production / "etc" / folder
        yield from (str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def put_in_place(production: Path, root: Path) -> None:
    """What the page says, with `root` for / and ourselves for root and guichet."""
    here = f"{root}/etc/"
    for path in production.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8")
            path.write_text(text if here in text else text.replace("/etc/", here), "utf-8")
    us, ours = os.getuid(), os.getgid()
    for line in _ON_FILES.findall((production / "LISEZ-MOI.md").read_text("utf-8")):
        command = re.sub("root:guichet[a-z-]*", f"{us}:{ours}", line)
        command = command.replace("-o root -g guichet", f"-o {us} -g {ours}")
        subprocess.run(["/bin/sh", "-c", command], cwd=production, check=True, timeout=60)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("postfix", "dkimkeys"):
        (tmp_path / "root/etc" / name).mkdir(parents=True)
    return tmp_path / "root"


def test_the_service_passes_through_the_folders_of_its_instance(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_place(prepared(tmp_path / "a", TOWN, BEHIND, "nantheuil", monkeypatch), root)
    settings = root / "etc/guichet/nantheuil/settings.toml"
    assert settings.stat().st_mode & 0o777 == 0o640
    assert [folder.stat().st_mode & 0o777 for folder in list(settings.parents)[:2]] == [0o750, 0o751]


def test_one_unit_serves_every_town_and_each_has_its_own_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepared(tmp_path / "a", TOWN, BEHIND, "nantheuil", monkeypatch)
    direct = [*DIRECT[:-1], "/opt/autre/bin/guichet"]
    second = prepared(tmp_path / "b", SECOND, direct, "autreville", monkeypatch)
    units = "etc/systemd/system"
    assert (first / units / "guichet@.service").read_bytes() == (
        second / units / "guichet@.service"
    ).read_bytes()
    for name in ("guichet@.timer", "guichet.service.d/towns.conf"):
        assert (first / units / name).read_bytes() == (second / units / name).read_bytes()
    # What systemd listens at is each town's own, and so are the users.
    assert not (set(made_for(first)) & set(made_for(second)) - OF_ALL)
    assert "=0.0.0.0:25\n" in (second / units / "guichet@autreville.socket").read_text("utf-8")
    lines = (first / units / "guichet@nantheuil.service.d/town.conf").read_text("utf-8")
    own = "/run/guichet-towns/nantheuil"
    assert f"=-{own}/mail\nReadWritePaths=-{own}/pages\nReadWritePaths=-/mnt/nas/guichet\n" in lines
    assert "User=guichet-nantheuil\nGroup=guichet-nantheuil\n" in lines
    assert "CAP_NET_BIND_SERVICE" not in lines and "LoadCredential" not in lines
    lines = (second / units / "guichet@autreville.service.d/town.conf").read_text("utf-8")
    assert "ExecStart=\nExecStart=/opt/autre/bin/guichet serve\n" in lines
    assert "[Unit]\nAfter=postgresql.service\n" in lines
    assert "LoadCredential=relay_password:/etc/guichet/autreville/relay_password\n" in lines
    assert (
        "LoadCredential=privkey.pem:/etc/letsencrypt/live/guichet.autreville.example/privkey.pem\n" in lines
    )
    assert "PrivateUsers=no\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n" in lines and "/mail\n" not in lines


def test_caddy_brings_each_host_to_the_pages_of_its_town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = find_program("caddy")
    if program is None:
        missing("Caddy", "caddy")
    towns = {"nantheuil": TOWN, "autreville": SECOND}
    made = [prepared(tmp_path / name, town, BEHIND, name, monkeypatch) for name, town in towns.items()]
    sites = tmp_path / "Caddyfile"
    sites.write_text("".join((each / "a-ajouter/Caddyfile").read_text("utf-8") for each in made), "utf-8")
    done = subprocess.run(
        [str(program), "adapt", "--config", str(sites), "--adapter", "caddyfile"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (server,) = json.loads(done.stdout)["apps"]["http"]["servers"].values()
    found = {
        route["match"][0]["host"][0]: re.findall(r'"dial": "([^"]+)"', json.dumps(route))
        for route in server["routes"]
    }
    assert found == {
        f"guichet.{name}.example": [f"unix//run/guichet-towns/{name}/pages/http"] for name in towns
    }
    for production, name in zip(made, towns, strict=True):
        settings = load_settings(production / f"etc/guichet/{name}/settings.toml")
        assert f"unix/{settings.doors.http.socket}" in found[settings.doors.http.origin.partition("//")[2]]


@pytest.mark.parametrize("first_instance", ["nantheuil", ""])
def test_mail_of_each_town_goes_to_its_own_counter_and_is_signed_with_its_own_key(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, first_instance: str
) -> None:
    postmap, opendkim = find_program("postmap", "/usr/sbin"), find_program("opendkim", "/usr/sbin")
    if postmap is None:
        missing("Postfix", "postfix")
    if opendkim is None:
        missing("opendkim", "opendkim")
    first = prepared(tmp_path / "a", TOWN, BEHIND, first_instance, monkeypatch)
    second = prepared(tmp_path / "b", SECOND, BEHIND, "autreville", monkeypatch)
    for production in (first, second, second):  # twice: a page may be followed again
        put_in_place(production, root)
    table = root / "etc/postfix/guichet"
    assert len(table.read_text("utf-8").splitlines()) == 4
    sockets = {
        "demandes.nantheuil.example": "guichet-towns/nantheuil/mail/lmtp"
        if first_instance
        else "guichet/mail.lmtp",
        "demandes.autreville.example": "guichet-towns/autreville/mail/lmtp",
    }
    for domain, socket in sockets.items():
        for name in (domain, f".{domain}"):
            found = subprocess.run(
                [str(postmap), "-q", name, f"texthash:{table}"],
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert found.stdout == f"lmtp:unix:/run/{socket}\n", found.stderr
    for production in (first, second):
        lines = (production / "a-ajouter/main.cf").read_text("utf-8")
        assert f"\nrelay_domains = texthash:{table}\ntransport_maps = texthash:{table}\n" in lines
        assert "relay_transport" not in lines and "demandes." not in lines.replace("demandes+TOKEN", "")
    configuration = root / "etc/opendkim.conf"
    text = configuration.read_text("utf-8").replace("UserID opendkim", "UserID root")
    (root / "tried.conf").write_text(f"{text}RequireSafeKeys no\nSyslog no\n".replace("Syslog yes\n", ""))
    selectors = {
        "demandes.nantheuil.example": f"guichet-{first_instance}".rstrip("-"),
        "demandes.autreville.example": "guichet-autreville",
    }
    for domain, selector in selectors.items():
        (root / "letter").write_bytes(LETTER.format(domain=domain).encode())
        done = subprocess.run(
            [str(opendkim), "-x", str(root / "tried.conf"), "-vv", "-t", str(root / "letter")],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert f"d={domain}; s={selector};" in " ".join(done.stdout.split()), done.stdout + done.stderr
    zones = [(production / "dns.zone").read_text("utf-8") for production in (first, second)]
    for zone, (domain, selector) in zip(zones, selectors.items(), strict=True):
        assert f"{selector}._domainkey.{domain}. IN TXT" in zone
