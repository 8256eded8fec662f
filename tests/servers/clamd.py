"""A real clamd that knows one signature: the EICAR test string."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.presence import find_program
from tests.servers.processes import Child

PACKAGE = "clamav-daemon"
#: In two halves, so that no antivirus flags this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_LIMIT_BYTES = 3_000_000


def is_installed() -> bool:
    return find_program("clamd", "/usr/sbin") is not None


@contextmanager
def running_clamd(directory: Path) -> Iterator[Path]:
    """The unix socket of a clamd started in `directory` (short), stopped at the end."""
    data = directory / "db"
    data.mkdir(parents=True)
    # NAME:TARGET (0 any):OFFSET (* anywhere):HEX
    (data / "local.ndb").write_text(f"Local.Eicar:0:*:{EICAR.hex()}\n")
    socket_path = directory / "clamd.sock"
    configuration = directory / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {data}\n"
        f"LocalSocket {socket_path}\n"
        f"TemporaryDirectory {directory}\n"
        f"User {getpass.getuser()}\n"
        "Foreground yes\n"
        f"StreamMaxLength {STREAM_LIMIT_BYTES}\n"
    )
    program = find_program("clamd", "/usr/sbin")
    child = Child([str(program), "-c", str(configuration)], directory / "clamd.log")
    try:
        child.wait_until(socket_path.exists)
        yield socket_path
    finally:
        child.stop()
