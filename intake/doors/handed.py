"""Sockets that the service manager opened before us (sd_listen_fds(3)), each for the door of its address."""

from __future__ import annotations

import errno
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
#: Digits of a number that is read at all.
_DIGITS = 6
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)
_VARIABLES = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")
Handed = Mapping[str, socket.socket]


def handed_sockets(doors: DoorSettings, environment: MutableMapping[str, str] | None = None) -> Handed:
    """The sockets that are ours, by the door that takes them; {} when there are none. The variables are taken
    out of the environment: no child of ours is meant. Raises UserError for what is no
    listening socket, or is one that no open door wants.

    A name (FileDescriptorName=) that is a door's decides; otherwise the address, as the settings have it.
    """
    variables = os.environ if environment is None else environment
    pid, count, names = (variables.pop(each, "") for each in _VARIABLES)
    if pid != str(os.getpid()) or not count:
        return {}
    many = _how_many(count)
    called = names.split(":")
    found: dict[str, socket.socket] = {}
    try:
        for at in range(many):
            name = called[at] if at < len(called) and called[at] in LISTENING else ""
            given = _listening(FIRST + at)
            _keep(doors, name or _door_at(doors, given), given, found)
    except UserError:
        for each in found.values():
            each.close()
        raise
    return found


def _how_many(count: str) -> int:
    if not (count.isascii() and count.isdigit() and len(count) <= _DIGITS):
        raise UserError(
            "LISTEN_FDS is no number of sockets: it is written by systemd alone. Start the service by its "
            ".socket unit, or without LISTEN_FDS."
        )
    if int(count) > len(LISTENING):
        raise UserError(
            f"{int(count)} sockets were handed over (LISTEN_FDS), and there are {len(LISTENING)} doors: "
            "leave one ListenStream= for each in the .socket unit."
        )
    return int(count)


def _listening(descriptor: int) -> socket.socket:
    """The socket under a descriptor, which listens for connections. Raises UserError."""
    try:
        os.set_inheritable(descriptor, False)
        given = socket.socket(fileno=descriptor)
    except OSError as wrong:
        if wrong.errno == errno.EBADF:
            raise UserError(f"Descriptor {descriptor} was handed over and is closed.") from wrong
        raise UserError(f"Descriptor {descriptor} was handed over and is no socket.") from wrong
    streams = given.family in _FAMILIES and given.type == socket.SOCK_STREAM
    if not streams or not given.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        shown = _shown(given)
        given.close()
        raise UserError(
            f"The socket that was handed over on {shown} takes no connections: the .socket unit needs "
            "ListenStream= (not ListenDatagram=) and Accept=no."
        )
    return given


def _keep(doors: DoorSettings, name: str, given: socket.socket, found: dict[str, socket.socket]) -> None:
    """Keep the socket of a door in `found`. Raises UserError when the door is closed, or has one."""
    shown = _shown(given)
    if name in found:
        given.close()
        raise UserError(
            f"Two sockets were handed over for doors.{name}, the second on {shown}: leave one ListenStream= "
            "and one FileDescriptorName= for each door in the .socket unit."
        )
    if name not in dict(_open(doors)):
        given.close()
        raise UserError(
            f"A socket was handed over on {shown}, where no door of settings.toml listens: give "
            "ListenStream= of the .socket unit the address of doors.lmtp, doors.smtp or doors.http."
        )
    given.setblocking(False)
    found[name] = given


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
    if isinstance(address, tuple) and len(address) > 1:
        return f"{address[0]}:{address[1]}"
    return str(address) or "no address"
