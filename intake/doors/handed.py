"""Sockets that the service manager opened before us (sd_listen_fds(3)), each for the door of its address."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from models.errors import UserError
from models.settings.doors import DoorSettings

#: The first descriptor that is handed over.
FIRST = 3
#: Doors that listen.
LISTENING = ("smtp", "lmtp", "http")
_VARIABLES = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")
Handed = Mapping[str, socket.socket]


def handed_sockets(doors: DoorSettings, environment: MutableMapping[str, str] | None = None) -> Handed:
    """The sockets that are ours, by the door that takes them; {} when there are none. The variables are taken
    out of the environment: no child of ours is meant. Raises UserError for a socket that no open door wants.

    A name (FileDescriptorName=) that is a door's decides; otherwise the address, as the settings have it.
    """
    variables = os.environ if environment is None else environment
    pid, count, names = (variables.pop(each, "") for each in _VARIABLES)
    if pid != str(os.getpid()) or not count.isascii() or not count.isdigit():
        return {}
    called = names.split(":")
    found: dict[str, socket.socket] = {}
    for at in range(int(count)):
        os.set_inheritable(FIRST + at, False)
        try:
            given = socket.socket(fileno=FIRST + at)
        except OSError as wrong:
            raise UserError(f"Descriptor {FIRST + at} was handed over and is no socket.") from wrong
        name = called[at] if at < len(called) and called[at] in LISTENING else _door_at(doors, given)
        if name not in dict(_open(doors)) or name in found:
            shown = _shown(given)
            for each in (given, *found.values()):
                each.close()
            raise UserError(
                f"A socket was handed over on {shown}, where no door of settings.toml listens: give "
                "ListenStream= of the .socket unit the address of doors.lmtp, doors.smtp or doors.http."
            )
        given.setblocking(False)
        found[name] = given
    return found


def left_to_open(doors: DoorSettings, handed: Handed) -> tuple[str, ...]:
    """Doors that this process opens itself: mail for them finds nobody once it has ended."""
    return tuple(name for name, _ in _open(doors) if name not in handed)


def _open(doors: DoorSettings) -> Iterator[tuple[str, tuple[str, int] | Path]]:
    if doors.smtp.enabled:
        yield "smtp", (doors.smtp.host, doors.smtp.port)
    if doors.lmtp.enabled:
        yield "lmtp", doors.lmtp.socket or (doors.lmtp.host, doors.lmtp.port)
    if doors.http.enabled:
        yield "http", doors.http.socket or (doors.http.host, doors.http.port)


def _door_at(doors: DoorSettings, given: socket.socket) -> str:
    address = given.getsockname()
    for name, where in _open(doors):
        if isinstance(where, Path):
            if isinstance(address, str) and Path(address).absolute() == where.absolute():
                return name
        elif isinstance(address, tuple) and address[:2] == where:
            return name
    return ""


def _shown(given: socket.socket) -> str:
    address = given.getsockname()
    return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else str(address)
