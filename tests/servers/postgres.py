"""A throw-away PostgreSQL cluster on a unix socket: no port, nothing that two test runs could share."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.servers.presence import find_program
from tests.servers.processes import until

PACKAGE = "postgresql"
#: In the cluster of a run: a database at the newest revision, to copy.
TEMPLATE = "guichet_template"
_DIRECTORIES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
#: A test database must be fast, not survive a power cut.
_OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=200 -c shared_buffers=32MB -c timezone=UTC"
)
#: A standby that is frozen stays one that follows, however long a slow machine takes.
_DURABLE = (
    "-c listen_addresses= -c shared_buffers=32MB -c timezone=UTC -c wal_receiver_status_interval=1s "
    "-c wal_sender_timeout=0"
)


def is_installed() -> bool:
    return find_program("initdb", *_DIRECTORIES) is not None


@dataclass(frozen=True)
class PostgresCluster:
    """A running cluster; `directory` must be short (unix sockets have at most 107 octets)."""

    directory: Path
    #: Whether what it acknowledges survives a power cut.
    durable: bool = False

    def url(self, name: str = "postgres") -> str:
        """The URL of the database `name`, as in settings.toml."""
        return f"postgresql://postgres@/{name}?host={self.directory}"

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, in the database `postgres`."""
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.directory} user=postgres dbname=postgres", autocommit=True)

    def create_database(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        with self._connect() as connection:
            # Copying files costs a quarter of writing every page into the log, as servers from 15 on would.
            how = "STRATEGY FILE_COPY" if connection.info.server_version >= 15_00_00 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}'.encode())
        return name

    def drop_database(self, name: str) -> None:
        """Remove the database, whoever is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def start(self) -> None:
        """Start (again); returns when connections are answered."""
        options = _DURABLE if self.durable else _OPTIONS
        _run(
            "pg_ctl", "-D", str(self._data), "-w", "-t", "30", "-l", str(self._data / "server.log"),
            "-o", f"{options} -c unix_socket_directories={self.directory}", "start",
        )  # fmt: skip

    def follow(self, directory: Path, name: str) -> PostgresCluster:
        """A running standby of this server in `directory`, which names itself `name`."""
        directory.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres")
        source = f"host={self.directory} user=postgres application_name={name}"
        _run("pg_basebackup", "-d", source, "-D", str(directory / "data"), "-R", "-X", "stream", "-c", "fast",
             "--no-sync")  # fmt: skip
        standby = PostgresCluster(directory, self.durable)
        standby.start()
        return standby

    def promote(self) -> None:
        """Make a standby the primary; returns when it takes writes."""
        _run("pg_ctl", "-D", str(self._data), "-w", "-t", "30", "promote")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the process that receives the log of a standby, and let it go on afterwards."""
        pids = [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if b"walreceiver" in _bytes_of(path) and _is_child_of(path.parent, self._pid)
        ]
        assert pids, "no process receives the log"
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            until(lambda: all(_is_stopped(pid) for pid in pids), "the process to be stopped")
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    @property
    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def stop(self, mode: str = "immediate") -> None:
        """Stop; does nothing when it is not running."""
        if self.is_running:
            _run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    @property
    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    @property
    def _data(self) -> Path:
        return self.directory / "data"


def start_cluster(directory: Path, *, durable: bool = False) -> PostgresCluster:
    """Make and start a cluster in `directory`. As root it runs as the user postgres."""
    directory.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres")
    cluster = PostgresCluster(directory, durable)
    _run(
        "initdb", "-D", str(directory / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--no-sync", "--locale=C.UTF-8",
    )  # fmt: skip
    cluster.start()
    return cluster


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_child_of(process: Path, pid: int) -> bool:
    return _bytes_of(process / "stat").rpartition(b")")[2].split()[1:2] == [str(pid).encode()]


def _is_stopped(pid: int) -> bool:
    state = _bytes_of(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()[:1]
    return state == [b"T"]


def _run(program: str, *arguments: str) -> None:
    path = find_program(program, *_DIRECTORIES)
    command = [str(path), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # The server keeps the output of pg_ctl open for ever: a pipe would never end, a file does.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd="/", timeout=60)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program}: {output.read().decode(errors='replace').strip()}")
