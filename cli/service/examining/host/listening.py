"""What listens on this machine, told without calling it: a call would wake what sleeps."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cli.service.running import running
from models.errors import PlaceTaken
from models.settings.doors import DoorSettings
from models.settings.settings import Settings

#: The state of a socket that listens (TCP_LISTEN).
_LISTENS = "0A"
#: The flag of a unix socket that listens (__SO_ACCEPTCON).
_ACCEPTS = 1 << 16
#: The column of a TCP socket's inode.
_INODE = 9
#: Columns before the path of a unix socket.
_BEFORE_PATH = 7


def mail_is_awaited(doors: DoorSettings) -> bool:
    """Whether something listens where the settings take mail: systemd, where no service of ours runs."""
    smtp, lmtp = doors.smtp, doors.lmtp
    if smtp.enabled and is_listened_to(smtp.port):
        return True
    return lmtp.enabled and is_listened_to(lmtp.socket if lmtp.socket is not None else lmtp.port)


def is_listened_to(place: int | Path) -> bool:
    """Whether something listens on that port or unix socket here, by what Linux says (proc_net(5)); False
    where it does not say.
    """
    return any(True for _ in _inodes(place))


def places_taken(settings: Settings) -> Iterator[tuple[str, str, int]]:
    """Where another program listens in place of a door of ours: the table of the settings, the place, and the
    process.
    """
    doors, metrics = settings.doors, settings.metrics
    wanted = [
        ("doors.smtp", doors.smtp.enabled, doors.smtp.port, None),
        ("doors.lmtp", doors.lmtp.enabled, doors.lmtp.port, doors.lmtp.socket),
        ("doors.http", True, doors.http.port, doors.http.socket),
        ("metrics", metrics.enabled, metrics.port, None),
    ]
    for table, is_wanted, port, path in wanted:
        other = another_program(path or port) if is_wanted else None
        if other is not None:
            yield table, str(path or port), other


def why_closed(wrong: Exception, settings: Settings) -> str:
    """Why a door did not open, with who has its place and what to change where that is why."""
    if not isinstance(wrong, PlaceTaken):
        return str(wrong)
    table, where = wrong.table, wrong.where
    setting = f"[{table}] {'port' if wrong.port is not None else 'socket'}"
    other = another_program(wrong.port if wrong.port is not None else Path(where))
    if other is None:
        return (
            f"{where} is in use already, by another program of this machine. End that one, or change "
            f"{setting} in settings.toml."
        )
    if other in running(settings.data_dir / "workers"):
        return f"{where} is in use already: the service of this town runs, as process {other}."
    return (
        f"{where} is in use already, by {program_of(other)} (process {other}). End that one, or change "
        f"{setting} in settings.toml."
    )


def program_of(process: int) -> str:
    """The name of a process, as Linux shows it; `?` when it is gone."""
    try:
        return Path(f"/proc/{process}/comm").read_text("utf-8", "replace").strip() or "?"
    except OSError:
        return "?"


def another_program(place: int | Path) -> int | None:
    """The process that listens on that port or socket here and is neither systemd nor this one; None where
    Linux shows none, as of other users' processes.
    """
    sockets = {f"socket:[{inode}]" for inode in _inodes(place)}
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        try:
            if int(process.name) == os.getpid() or (process / "comm").read_text("utf-8").strip() == "systemd":
                continue
            if any(str(each.readlink()) in sockets for each in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:  # it ended, or is somebody else's
            continue
    return None


def _inodes(place: int | Path) -> Iterator[str]:
    """Those of the sockets that listen there."""
    if isinstance(place, int):
        for row in (*_rows("tcp"), *_rows("tcp6")):
            columns = row.split()
            if columns[3] == _LISTENS and int(columns[1].rpartition(":")[2], 16) == place:
                yield columns[_INODE]
        return
    for row in _rows("unix"):
        columns = row.split(maxsplit=_BEFORE_PATH)
        is_there = len(columns) > _BEFORE_PATH and columns[_BEFORE_PATH] == str(place)
        if is_there and int(columns[3], 16) & _ACCEPTS:
            yield columns[_BEFORE_PATH - 1]


def _rows(name: str) -> list[str]:
    try:
        return Path("/proc/net", name).read_text("utf-8", "surrogateescape").splitlines()[1:]
    except OSError:
        return []
