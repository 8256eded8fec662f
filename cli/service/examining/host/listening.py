"""What listens on this machine, told without calling it: a call would wake what sleeps."""

from __future__ import annotations

import os
from pathlib import Path

from models.settings.doors import DoorSettings

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
    if not lmtp.enabled:
        return False
    return is_listened_at(lmtp.socket) if lmtp.socket is not None else is_listened_to(lmtp.port)


def is_listened_to(port: int) -> bool:
    """Whether something listens on that port here, by what Linux says (proc_net(5)); False where it does not
    say.
    """
    for row in (*_rows("tcp"), *_rows("tcp6")):
        _, local, _, state, *_ = row.split()
        if state == _LISTENS and int(local.rpartition(":")[2], 16) == port:
            return True
    return False


def another_program(port: int) -> int | None:
    """The process that listens on that port here and is neither systemd nor this one; None where Linux shows
    none, as of other users' processes.
    """
    sockets = {
        f"socket:[{row.split()[_INODE]}]"
        for row in (*_rows("tcp"), *_rows("tcp6"))
        if row.split()[3] == _LISTENS and int(row.split()[1].rpartition(":")[2], 16) == port
    }
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        try:
            if int(process.name) == os.getpid() or (process / "comm").read_text("utf-8").strip() == "systemd":
                continue
            if any(str(each.readlink()) in sockets for each in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:  # it ended, or is somebody else's
            continue
    return None


def is_listened_at(path: Path) -> bool:
    """Whether something listens on that unix socket here; False where Linux does not say."""
    for row in _rows("unix"):
        columns = row.split(maxsplit=_BEFORE_PATH)
        if len(columns) > _BEFORE_PATH and columns[_BEFORE_PATH] == str(path):
            return bool(int(columns[3], 16) & _ACCEPTS)
    return False


def _rows(name: str) -> list[str]:
    try:
        return Path("/proc/net", name).read_text("utf-8", "surrogateescape").splitlines()[1:]
    except OSError:
        return []
