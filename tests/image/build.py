"""What the image holds: Debian's Python and its libraries, the pinned packages, the wheel, a user, and nothing more.

The folder is put together by mmdebstrap from the packages of Debian that this machine's own apt knows, and pip puts
the packages of `requirements.lock` into it, by their hashes. docs/decisions/115-an-image-without-an-engine.md
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.image.archive import write_image
from tests.sbom import PROJECT, bill

ROOT = Path(__file__).parents[2]
SUITE = "bookworm"
#: The user of the service, by number: volumes and orchestrators know no names.
USER = 10001
_PACKAGES = "models", "intake", "dispatch", "templates", "cli"
#: pg_dump and restic make backups; dash and coreutils are for whoever looks inside.
_DEBIAN = (
    "base-files", "netbase", "tzdata", "ca-certificates", "python3.11", "libstdc++6", "postgresql-client-15", "restic",
    "dash", "coreutils",
)  # fmt: skip
#: Came along for scripts of installation that never run here (perl, debconf), or for people at a terminal.
_UNUSED = (
    "boot", "usr/share/man", "usr/share/locale", "usr/share/info", "usr/share/lintian", "usr/share/bash-completion",
    "usr/share/perl*", "usr/share/debconf", "usr/share/zsh", "usr/bin/perl*", "usr/lib/*/perl*", "usr/lib/*/libperl*",
    "usr/lib/*/gconv", "usr/share/bug", "usr/sbin/update-ca-certificates", "usr/share/postgresql-common",
    "var/cache/*", "var/log/*", "etc/apt", "etc/hostname", "etc/resolv.conf",
)  # fmt: skip
_SITE = "usr/local/lib/python3.11/dist-packages"
#: A process that reads mail imports this file again: it must not begin to serve.
_PROGRAM = """#!/usr/bin/python3.11 -I
from cli.main import run

if __name__ == "__main__":
    run()
"""
#: Alive as long as the HTTP door answers; where it is closed nobody can ask.
_HEALTH = """#!/usr/bin/python3.11 -I
import os
import sys
from http.client import HTTPConnection, HTTPException

try:
    asked = HTTPConnection("127.0.0.1", int(os.environ.get("GUICHET_DOORS__HTTP__PORT", "8080")), timeout=5)
    asked.request("GET", "/health/live")
    sys.exit(asked.getresponse().status != 200)
except (OSError, HTTPException):
    sys.exit(1)
"""
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
    "GUICHET_SETTINGS": "/data/settings.toml",
    "GUICHET_LOGS__FORMAT": "json",
    "GUICHET_DOORS__SMTP__HOST": "0.0.0.0",
    "GUICHET_DOORS__HTTP__HOST": "0.0.0.0",
}


def build(folder: Path) -> Path:
    """Write `guichet-VERSION.oci.tar` into `folder`, and say where. Raises CalledProcessError when a step fails."""
    at = _moment()
    version = PROJECT["version"]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"guichet-{version}.oci.tar"
    with tempfile.TemporaryDirectory(prefix="guichet-image-") as made:
        work = Path(made)
        root = work / "root"
        _debian(root, work)
        _packages(root, work)
        _own_files(root)
        _compile(root)
        write_image(
            target,
            root,
            (
                (
                    "Debian 12, by mmdebstrap",
                    lambda path: not path.startswith((_SITE, "data", "usr/local/bin")),
                ),
                ("the packages of requirements.lock", lambda path: not _is_ours(path)),
                (f"Guichet {version}", lambda path: True),
            ),
            config=_config(version),
            owners={"data": USER, "run/guichet": USER},
            architecture=_said("dpkg", "--print-architecture"),
            tag=version,
            at=at,
        )
    return target


def runtime_lock() -> str:
    """The part of requirements.lock that the program itself needs, with its hashes."""
    needed = {each.name for each in bill().components}
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)
    return "".join(each for each in entries if re.split(r"[=\[ ]", each)[0] in needed)


def _is_ours(path: str) -> bool:
    name = path.removeprefix(f"{_SITE}/").partition("/")[0]
    return not path.startswith(f"{_SITE}/") or name in _PACKAGES or name.startswith("guichet-")


def _debian(root: Path, work: Path) -> None:
    known = _said("apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)",
                  "Created-By: Packages", "Origin: Debian")  # fmt: skip
    wanted = sorted(
        {line for line in known.splitlines() if re.search(rf" {SUITE}(-security|-updates)? ", line)}
    )
    if not wanted:
        raise SystemExit(f"apt knows no packages of Debian {SUITE} here. Run: apt-get update")
    (work / "debian.list").write_text("\n".join(wanted) + "\n", "utf-8")
    # What is in it is said the way scanners of images look for where there is no dpkg. No hook after that of
    # extraction is run where nothing is installed.
    recorded = (
        'mkdir -p "$1/var/lib/dpkg/status.d"; for each in "$1"/var/cache/apt/archives/*.deb; do '
        'dpkg-deb --field "$each" > "$1/var/lib/dpkg/status.d/$(dpkg-deb --field "$each" Package)"; done'
    )
    _run("mmdebstrap", "--quiet", "--mode=root", "--variant=extract", f"--include={','.join(_DEBIAN)}",
         '--aptopt=Acquire::Languages "none"', f"--extract-hook={recorded}", SUITE, root, work / "debian.list")  # fmt: skip
    for pattern in _UNUSED:
        for path in root.glob(pattern):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for folder in (root / "usr/share/doc").iterdir():
        for path in folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ():
            if path.name != "copyright":
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    certificates = sorted((root / "usr/share/ca-certificates/mozilla").glob("*.crt"))
    put(root / "etc/ssl/certs/ca-certificates.crt", "".join(path.read_text("ascii") for path in certificates))
    (root / "bin/sh").unlink(missing_ok=True)
    (root / "bin/sh").symlink_to("dash")
    for program in root.glob("usr/lib/postgresql/15/bin/pg_*"):
        (root / "usr/bin" / program.name).unlink(missing_ok=True)
        (root / "usr/bin" / program.name).symlink_to(f"../lib/postgresql/15/bin/{program.name}")


def _packages(root: Path, work: Path) -> None:
    """The pinned packages by their hashes, and the wheel made of a copy of the sources."""
    (work / "runtime.lock").write_text(runtime_lock(), "utf-8")
    source = work / "source"
    for package in _PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", work, source)
    (wheel,) = work.glob("*.whl")
    # --no-build-isolation: what has no wheel is built with the tools of this environment, which have hashes too.
    target = ("--no-deps", "--no-compile", "--no-build-isolation", "--target", root / _SITE)
    _run(*pip, "install", *target, "--require-hashes", "-r", work / "runtime.lock")
    _run(*pip, "install", *target, "--no-index", wheel)
    # Programs of packages, which begin with this machine's Python.
    shutil.rmtree(root / _SITE / "bin", ignore_errors=True)


def _own_files(root: Path) -> None:
    put(root / "usr/local/bin/guichet", _PROGRAM, 0o755)
    put(root / "usr/local/bin/guichet-health", _HEALTH, 0o755)
    put(
        root / "etc/passwd",
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        f"guichet:x:{USER}:{USER}:Guichet:/data:/usr/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
    )
    put(root / "etc/group", f"root:x:0:\nguichet:x:{USER}:\nnogroup:x:65534:\n")
    put(root / "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    for folder, mode in (("data", 0o700), ("run/guichet", 0o755)):
        (root / folder).mkdir(mode=mode, parents=True)
    (root / "tmp").chmod(0o1777)


def _compile(root: Path) -> None:
    """Compiled by the Python of the image, whatever its files' times: a read-only image compiles nothing later."""
    places = "/usr/lib/python3.11", f"/{_SITE}"
    compiled = "-I", "-m", "compileall", "-qq", "-j0", "--invalidation-mode", "unchecked-hash", *places
    # Fails for single files that are of Python 2, in packages that know both; those are never imported.
    subprocess.run(
        ["chroot", str(root), "/usr/bin/python3.11", *compiled], check=False, stdin=subprocess.DEVNULL
    )
    said = _said("chroot", str(root), "/usr/local/bin/guichet", "--version")
    if said != f"guichet {PROJECT['version']}":
        raise SystemExit(f"the image says {said!r}")


def _config(version: str) -> dict[str, object]:
    second = 1_000_000_000
    return {
        "User": f"{USER}:{USER}",
        "WorkingDir": "/data",
        "Entrypoint": ["/usr/local/bin/guichet"],
        "Cmd": ["serve"],
        "Env": [f"{name}={value}" for name, value in ENVIRONMENT.items()],
        "ExposedPorts": {"8024/tcp": {}, "8025/tcp": {}, "8080/tcp": {}},
        "Volumes": {"/data": {}},
        "StopSignal": "SIGTERM",
        # Of Docker, which reads it from an image of this form too; the specification has no such field.
        "Healthcheck": {
            "Test": ["CMD", "/usr/local/bin/guichet-health"],
            "Interval": 30 * second, "Timeout": 10 * second, "StartPeriod": 60 * second, "Retries": 3,
        },
        "Labels": {
            "org.opencontainers.image.title": PROJECT["name"],
            "org.opencontainers.image.description": PROJECT["description"],
            "org.opencontainers.image.version": version,
            "org.opencontainers.image.revision": _revision(),
            "org.opencontainers.image.licenses": PROJECT["license"],
            "org.opencontainers.image.base.name": f"debian:{SUITE}",
        },
    }  # fmt: skip


def _moment() -> int:
    """SOURCE_DATE_EPOCH, or else that of the last change."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given or _said("git", "-C", str(ROOT), "log", "-1", "--format=%ct"))


def _revision() -> str:
    return _said("git", "-C", str(ROOT), "rev-parse", "HEAD")


def put(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file, its folder made first, in the place of what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL)
