"""A port or socket that another program has: who has it and which setting to change is said, of every door."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cli.office import Office
from cli.service.examining.host.listening import places_taken, why_closed
from cli.service.service import Service
from cli.town.init import set_up
from models.errors import PlaceTaken, UserError
from models.settings.settings import Settings
from tests.town import settings_for

#: Listens where it is told, says so, and waits to be ended.
_OTHER = """
import fcntl, socket, sys
held = open(sys.argv[2], "w") if sys.argv[2] else None
if held:
    fcntl.flock(held, fcntl.LOCK_EX)
with socket.socket(socket.AF_UNIX) if sys.argv[1] else socket.socket() as taken:
    taken.bind(sys.argv[1] or ("127.0.0.1", 0))
    taken.listen()
    print(0 if sys.argv[1] else taken.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_program(path: str = "", lock: str = "") -> Iterator[tuple[int, int]]:
    """A program that listens, and holds that lock; its process and its port."""
    command = [sys.executable, "-c", _OTHER, path, lock]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        yield other.pid, int(other.stdout.readline())
        other.communicate()


def town(tmp_path: Path, **changes: object) -> Settings:
    return settings_for(tmp_path, f"sqlite:///{tmp_path / 'town.db'}", 1, **changes)


def refused(settings: Settings) -> str:
    """Why the service of that town does not open."""
    office = Office(settings)
    set_up(office)
    with pytest.raises(UserError) as why:
        Service(office).start()
    return str(why.value)


@pytest.mark.parametrize("table", ["doors.smtp", "doors.lmtp", "doors.http", "metrics"])
def test_a_taken_port_names_its_setting_and_who_has_it(tmp_path: Path, table: str) -> None:
    with another_program() as (process, port):
        first, _, second = table.partition(".")
        place = {"enabled": True, "port": port} if table != "doors.http" else {"port": port}
        changes = {first: {second: place}} if second else {first: place}
        settings = town(tmp_path, **changes)
        said = refused(settings)
        assert f"127.0.0.1:{port} is in use already, by " in said
        assert f"(process {process})" in said and f"[{table}] port" in said
        assert (table, str(port), process) in places_taken(settings)


def test_a_taken_socket_names_its_setting_and_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    with another_program(str(path)) as (process, _):
        settings = town(tmp_path, doors={"lmtp": {"enabled": True, "socket": path}})
        said = refused(settings)
        assert said.startswith(f"{path} is in use already, by ")
        assert f"(process {process})" in said and "[doors.lmtp] socket" in said


def test_whoever_starts_a_town_twice_hears_that_it_runs(tmp_path: Path) -> None:
    settings = town(tmp_path)
    workers = settings.data_dir / "workers"
    workers.mkdir(parents=True)
    with another_program(lock=str(workers / "1")) as (process, port):
        said = why_closed(PlaceTaken("doors.http", f"127.0.0.1:{port}", port), settings)
        assert (
            said
            == f"127.0.0.1:{port} is in use already: the service of this town runs, as process {process}."
        )


def test_a_program_that_does_not_show_itself_is_told_as_such(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as own:
        port = own.getsockname()[1]
        # This very process has it: nobody else is named.
        said = why_closed(PlaceTaken("metrics", f"127.0.0.1:{port}", port), town(tmp_path))
    assert "by another program of this machine" in said and "[metrics] port" in said
