"""What is installed is whole: templates, the sample town and the migrations are in the wheel, and it
starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

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


def test_guichet_init_works_from_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home, directory=tmp_path)
    python = home / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel,
        directory=tmp_path,
    )  # fmt: skip
    # The dependencies are those of this environment; a path file reads none of its own path files, so that
    # the source tree stays out of sight.
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    where = run(python, "-c", "import models; print(models.__file__)", directory=tmp_path)
    assert where.startswith(str(home))

    town = tmp_path / "town"
    town.mkdir()
    assert "Applied the organisation" in run(home / "bin" / "guichet", "init", directory=town)
    assert "sound" in run(home / "bin" / "guichet", "db", "check", directory=town)
    assert "Bonjour" in run(home / "bin" / "guichet", "templates", "show", "acknowledgement", directory=town)
