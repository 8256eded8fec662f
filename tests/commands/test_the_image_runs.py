"""The image of a container, unpacked by a reader that is not ours and run without an engine: another user than root,
a root that nobody may write to, and a whole day's way of a mail.

Taken from dist/, where `make image` puts it: before a release, and in the continuous integration (.ci/run), which
says so by GUICHET_TEST_IMAGE; there a missing one is a failure. A run of every day has none and makes none.
"""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.image.build import ROOT, USER
from tests.letters import write
from tests.sbom import PROJECT
from tests.servers.presence import find_program, missing
from tests.servers.processes import free_port, listens, until

TAG = PROJECT["version"]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle that umoci makes of the archive: `rootfs` and `config.json`."""
    archive = ROOT / "dist" / f"guichet-{TAG}.oci.tar"
    if not archive.exists():
        if os.environ.get("GUICHET_TEST_IMAGE"):
            pytest.fail(f"{archive} should have been built: make image", pytrace=False)
        pytest.skip("an image costs two minutes of a processor: make image, before a release")
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("an image is unpacked and run by root on Linux")
    if find_program("umoci") is None:
        missing("umoci", "umoci")
    folder = tmp_path_factory.mktemp("image")
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "layout", filter="data")
    command = ["umoci", "unpack", "--image", f"{folder / 'layout'}:{TAG}", str(folder / "bundle")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "bundle"


@pytest.fixture
def mounted(unpacked: Path, tmp_path: Path) -> Iterator[Path]:
    """The root of the image, read-only, with what every engine gives: /dev, /proc, /tmp, and a volume at /data."""
    root = tmp_path / "root"
    root.mkdir()
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    os.chown(data, USER, USER)
    mounts: list[tuple[str, ...]] = [
        ("--bind", str(unpacked / "rootfs"), str(root)),
        ("-o", "remount,bind,ro", str(root)),
        ("-t", "tmpfs", "tmpfs", str(root / "tmp")),
        ("--bind", str(data), str(root / "data")),
        ("-t", "proc", "proc", str(root / "proc")),
        ("--rbind", "/dev", str(root / "dev")),
        ("--make-rslave", str(root / "dev")),
    ]
    with ExitStack() as stack:
        for number, each in enumerate(mounts):
            subprocess.run(["mount", *each], check=True, capture_output=True)
            if number == 0:
                stack.callback(subprocess.run, ["umount", "--recursive", "--lazy", root], check=True)
        yield root


@pytest.fixture
def inside(unpacked: Path, mounted: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command in the image, as the image says: its user, its environment, its folder."""
    said = json.loads((unpacked / "config.json").read_text("utf-8"))["process"]
    user = said["user"]
    assert (user["uid"], user["gid"]) == (USER, USER)
    environment = dict(each.split("=", 1) for each in said["env"])

    def start(*command: str, **more: str) -> subprocess.Popen[str]:
        # chroot leaves the folder that the command finds itself in.
        chroot = ["/usr/sbin/chroot", f"--userspec={user['uid']}:{user['gid']}", "--groups=", str(mounted)]
        entered = ["/bin/sh", "-c", f'cd {said["cwd"]} && exec "$@"', "sh", *command]
        return subprocess.Popen(
            ["/usr/bin/setpriv", "--no-new-privs", *chroot, *entered],
            env={**environment, **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    return start


def test_a_mail_goes_its_whole_way_in_the_image(inside: Callable[..., Any], mounted: Path) -> None:
    smtp, http = free_port(), free_port()
    ports = {"GUICHET_DOORS__SMTP__PORT": str(smtp), "GUICHET_DOORS__HTTP__PORT": str(http)}

    def guichet(*arguments: str, program: str = "/usr/local/bin/guichet") -> tuple[int, str]:
        process = inside(program, *arguments, **ports)
        out, err = process.communicate(timeout=120)
        return process.returncode, out + err

    assert guichet("-c", "echo false > /usr/local/bin/guichet", program="/bin/sh")[0] != 0
    code, said = guichet("init", "--domain", "ville.example")
    assert code == 0 and "Applied the organisation" in said, said
    assert guichet(program="/usr/local/bin/guichet-health")[0] == 1
    service = inside("/usr/local/bin/guichet", "serve", **ports)
    try:
        until(lambda: service.poll() is not None or (listens(smtp) and listens(http)), "the doors", 90)
        assert service.poll() is None, service.stderr.read()
        assert guichet(program="/usr/local/bin/guichet-health") == (0, "")
        letter = write("Le lampadaire devant le gymnase Guimard est éteint.", subject="Lampadaire éteint")
        letter.replace_header("To", "mairie@ville.example")
        with smtplib.SMTP("127.0.0.1", smtp, timeout=60) as connection:
            connection.send_message(letter)
    finally:
        service.terminate()
        service.communicate(timeout=90)
    assert service.returncode == 0
    assert guichet("work")[0] == 0
    (request,) = json.loads(guichet("requests", "list", "--json")[1])
    assert (request["service"], request["building"]) == ("voirie", "gymnase-guimard")
    code, said = guichet("doctor")
    assert code in (0, 1) and "mailboxes of the services is taken" in said, said
    assert {path.stat().st_uid for path in (mounted / "data").rglob("*")} == {USER}


def test_the_image_holds_what_makes_backups_and_no_tool_of_development(unpacked: Path, mounted: Path) -> None:
    root = unpacked / "rootfs"
    for program in ("pg_dump", "pg_restore", "restic"):
        done = subprocess.run(
            ["/usr/sbin/chroot", mounted, f"/usr/bin/{program}", "version" if program == "restic" else "--version"],
            env={"PATH": "/usr/bin"}, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    installed = {
        path.name.partition("-")[0]
        for path in root.glob("usr/local/lib/python3.11/dist-packages/*.dist-info")
    }
    assert {"guichet", "psycopg", "fastapi"} <= installed
    assert not installed & {"pytest", "mypy", "ruff", "hypothesis", "pip", "setuptools"}
    assert (root / "var/lib/dpkg/status.d/libssl3").read_text("utf-8").startswith("Package: libssl3")
    assert not [path for path in root.rglob("*") if path.is_file() and path.stat().st_mode & 0o6000]
    assert shutil.which("perl", path=str(root / "usr/bin")) is None
