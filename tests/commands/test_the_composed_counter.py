"""The files of docs/container fit together, and name nothing that is not there: settings, services, volumes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # of a package that schemathesis brings

from cli.town.production.mail import caddy
from cli.town.production.plan import Plan
from models.settings.file import load_settings
from models.settings.settings import Settings
from tests.image.build import ENVIRONMENT
from tests.sbom import PROJECT
from tests.servers import postfix
from tests.servers.presence import find_program, missing

FOLDER = Path(__file__).parents[2] / "docs" / "container"


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
    return read


@pytest.fixture
def settings(composed: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What Guichet makes of the environment that it would find there."""
    for name in [name for name in os.environ if name.startswith("GUICHET_")]:
        monkeypatch.delenv(name)
    for name, value in {**ENVIRONMENT, **composed["services"]["guichet"]["environment"]}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "settings.toml").touch()
    return load_settings(tmp_path / "settings.toml")


def test_every_setting_of_the_composed_counter_is_one(settings: Settings) -> None:
    assert settings.doors.lmtp.enabled and not settings.doors.smtp.enabled
    assert settings.doors.http.public_url == "https://guichet.ville.example"
    assert settings.logs.format == "json"
    assert settings.database.url.startswith("postgresql://guichet@database/")


def test_what_a_service_asks_for_is_declared_and_there(composed: dict[str, Any]) -> None:
    services = composed["services"]
    assert set(services) == {"guichet", "database", "postfix", "caddy"}
    used: dict[str, set[str]] = {"networks": set(), "volumes": set(), "secrets": set()}
    for service in services.values():
        assert ("image" in service) != ("build" in service)
        assert set(service.get("depends_on", ())) <= set(services)
        used["networks"] |= set(service["networks"])
        used["secrets"] |= {
            each if isinstance(each, str) else each["source"] for each in service.get("secrets", ())
        }
        for source in (each.split(":")[0] for each in service["volumes"]):
            if source.startswith("."):
                assert (FOLDER / source).is_file(), source
            else:
                used["volumes"].add(source)
    for kind, names in used.items():
        assert names == set(composed[kind]), kind
    assert services["guichet"]["image"] == f"guichet:{PROJECT['version']}"
    assert (FOLDER / services["postfix"]["build"] / "Dockerfile").is_file()


def test_the_services_meet_where_each_looks_for_the_other(
    composed: dict[str, Any], settings: Settings
) -> None:
    services, networks = composed["services"], composed["networks"]

    def together(one: str, other: str) -> set[str]:
        return set(services[one]["networks"]) & set(services[other]["networks"]) - {"world"}

    assert settings.outgoing.relay.host in together("guichet", "postfix") | set(services)
    assert together("guichet", "postfix") == together("guichet", "database") == {"inside"}
    assert together("guichet", "caddy") == {"pages"} and not together("caddy", "postfix")
    assert all(networks[name]["internal"] for name in ("inside", "pages"))
    socket = settings.doors.lmtp.socket
    assert socket is not None
    for name in ("guichet", "postfix"):
        assert f"socket:{socket.parent}" in services[name]["volumes"]
    (pages,) = networks["pages"]["ipam"]["config"]
    assert [str(each) for each in settings.doors.http.proxies] == [pages["subnet"]]


def test_the_world_reaches_port_25_and_the_pages_and_nothing_else(composed: dict[str, Any]) -> None:
    published = {name: each["ports"] for name, each in composed["services"].items() if "ports" in each}
    assert published == {"postfix": ["25:25"], "caddy": ["80:80", "443:443"]}
    counter = composed["services"]["guichet"]
    assert counter["read_only"] and counter["cap_drop"] == ["ALL"]


def test_the_caddyfile_is_that_of_a_prepared_server_but_for_where_the_counter_is() -> None:
    answers = dict.fromkeys(("certificate", "relay", "relay_user", "spf", "copies", "reports"), "")
    answers |= {
        "domain": "ville.example", "host": "guichet.ville.example", "addresses": "192.0.2.7", "mail_in": "postfix",
        "program": "/opt/guichet/bin/guichet", "signs": "relay", "database": "sqlite",
    }  # fmt: skip
    written = re.sub(r"^#.*\n", "", caddy(Plan.of(answers, "en")), flags=re.MULTILINE)
    there = re.sub(r"127\.0\.0\.1:[0-9]+", "guichet:8080", written)
    assert (FOLDER / "Caddyfile").read_text("utf-8") == there


def test_a_real_postfix_understands_its_files_and_relays_by_the_inner_port_alone(
    composed: dict[str, Any], settings: Settings, tmp_path: Path
) -> None:
    program = find_program("postconf", "/usr/sbin")
    if program is None:
        missing("Postfix", postfix.PACKAGE)
    shutil.copy(FOLDER / "postfix" / "main.cf", tmp_path)
    shutil.copy("/usr/share/postfix/master.cf.dist", tmp_path / "master.cf")

    def postconf(*arguments: str) -> str:
        done = subprocess.run(
            [program, "-c", tmp_path, *arguments], capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stderr == ""
        return done.stdout

    steps = (FOLDER / "postfix" / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    for step in re.findall(r"postconf (-[^&\n]+)", steps):
        postconf(*shlex.split(step))
    said = dict(line.split(" = ", 1) for line in postconf("-n").splitlines() if " = " in line)
    socket = settings.doors.lmtp.socket
    assert said["relay_transport"] == f"lmtp:unix:{socket}"
    assert "permit" not in said["smtpd_relay_restrictions"] + said["smtpd_recipient_restrictions"]
    assert int(said["message_size_limit"]) < settings.doors.lmtp.max_message_bytes
    (inside,) = composed["networks"]["inside"]["ipam"]["config"]
    assert said["mynetworks"] == inside["subnet"]
    (inner,) = postconf("-M", f"{settings.outgoing.relay.port}/inet").splitlines()
    assert "smtpd_relay_restrictions=permit_mynetworks,reject" in re.sub(r"\s", "", inner)
    # The fifth word of a service is whether it is locked into a chroot, from where no socket is seen.
    assert {line.split()[4] for line in postconf("-M").splitlines()} == {"n"}
