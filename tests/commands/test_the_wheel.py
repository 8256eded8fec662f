"""What is installed is whole: templates, the sample town and the migrations are in the wheel, and it
starts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.letters import write

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "intake", "dispatch", "templates", "cli")


def run(*command: str | Path, directory: Path) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GUICHET_", "PYTHON"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: nothing is left in the source tree."""
    directory = tmp_path_factory.mktemp("wheel")
    source = directory / "source"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    run(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", directory, ".",
        directory=source,
    )  # fmt: skip
    (built,) = directory.glob("*.whl")
    return built


def test_every_file_of_every_package_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    listed = run("git", "ls-files", *PACKAGES, directory=ROOT) if (ROOT / ".git").exists() else ""
    expected = {line for line in listed.splitlines() if (ROOT / line).exists()} or {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(expected - inside) == []
    assert "models/organisation_files/sample/organisation.toml" in inside


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment outside the source tree that has the wheel."""
    directory = tmp_path_factory.mktemp("installed")
    home = directory / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home, directory=directory)
    python = home / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel,
        directory=directory,
    )  # fmt: skip
    # The dependencies are those of this environment; a path file reads none of its own path files, so that
    # the source tree stays out of sight.
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    where = run(python, "-c", "import models; print(models.__file__)", directory=directory)
    assert where.startswith(str(home))
    return home / "bin"


def test_guichet_init_works_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    assert "Applied the organisation" in run(installed / "guichet", "init", directory=tmp_path)
    assert "sound" in run(installed / "guichet", "db", "check", directory=tmp_path)
    assert "Bonjour" in run(installed / "guichet", "templates", "show", "acknowledgement", directory=tmp_path)


def test_an_installed_wheel_prepares_a_server_whose_settings_it_then_starts_with(
    installed: Path, tmp_path: Path
) -> None:
    run(installed / "guichet", "org", "init", "--sample", directory=tmp_path)
    prepared = subprocess.run(
        [installed / "guichet", "init", "--production", "--locale", "fr"],
        cwd=tmp_path, input="\n\n198.51.100.7" + "\n" * 8 + "/opt/guichet/bin/guichet\n", capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert prepared.returncode == 0, prepared.stderr
    folder = tmp_path / "production/etc/guichet"
    text = (folder / "settings.toml").read_text("utf-8").replace("/var/lib/guichet", str(tmp_path / "data"))
    (folder / "settings.toml").write_text(text.replace("/etc/guichet", str(folder)), "utf-8")
    said = run(installed / "guichet", "-s", folder / "settings.toml", "init", directory=tmp_path)
    assert "Applied the organisation" in said
    assert (tmp_path / "data" / "guichet.db").exists()


def test_an_installed_wheel_opens_its_counter_takes_a_mail_and_examines_itself(
    installed: Path, tmp_path: Path
) -> None:
    guichet = installed / "guichet"
    run(guichet, "init", directory=tmp_path)
    settings = tmp_path / "settings.toml"
    ports = settings.read_text("utf-8").replace("port = 8025", "port = 0").replace("port = 8080", "port = 0")
    settings.write_text(ports, "utf-8")
    service = subprocess.Popen(
        [guichet, "serve"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert service.stdout is not None
    try:
        welcome = next(line for line in service.stdout if "SMTP on" in line)
        found = re.search(r"SMTP on ([0-9.]+):([0-9]+)", welcome)
        assert found is not None
        letter = write("Le lampadaire devant le gymnase Guimard est éteint.", subject="Lampadaire éteint")
        with smtplib.SMTP(found[1], int(found[2]), timeout=60) as connection:
            connection.send_message(letter)
    finally:
        # It ends what it has taken in hand; whatever waits still is treated below.
        service.terminate()
        service.wait(timeout=60)
        service.stdout.close()
    run(guichet, "work", directory=tmp_path)
    (request,) = json.loads(run(guichet, "requests", "list", "--json", directory=tmp_path))
    assert (request["service"], request["building"]) == ("voirie", "gymnase-guimard")
    told = json.loads(run(guichet, "outbox", "list", "--json", directory=tmp_path))
    assert {"acknowledgement", "assigned"} <= {each["notice"] for each in told}
    examined = subprocess.run(
        [guichet, "doctor"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert examined.returncode in (0, 1), examined.stderr
    assert "mailboxes of the services is taken" in examined.stdout
    assert "agents can be told" in examined.stdout
