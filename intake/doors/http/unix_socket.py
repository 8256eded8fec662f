"""A unix socket for the HTTP door: for the one proxy of a machine that has a town behind each host name."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from intake.doors.smtp.wire import remove_dead_socket
from models.errors import UserError
from models.settings.doors import HttpDoorSettings

_BACKLOG = 512


def listening_at(settings: HttpDoorSettings, path: Path) -> socket.socket:
    """A socket that listens at `path`, in its group and with its mode; nobody else may ever connect to it.

    Raises UserError when there can be none; nothing of ours is left behind then.
    """
    made = socket.socket(socket.AF_UNIX)
    bound = False
    try:
        remove_dead_socket(path)
        # Below another name until it has its rights: a mode is set after a file is made.
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.unlink(missing_ok=True)
        if path.exists():
            raise FileExistsError(errno.EEXIST, "it is there already")
        made.bind(str(aside))
        bound = True
        aside.chmod(0o600)
        if settings.socket_group:
            shutil.chown(aside, group=settings.socket_group)
        aside.chmod(int(settings.socket_mode, 8))
        made.listen(_BACKLOG)
        aside.rename(path)
    except (OSError, LookupError) as wrong:
        made.close()
        if bound:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
        _refuse(wrong, path, settings.socket_group)
    made.setblocking(False)
    return made


def _refuse(wrong: OSError | LookupError, path: Path, group: str) -> NoReturn:
    if isinstance(wrong, LookupError):
        raise UserError(
            f"The HTTP door cannot listen on {path}: there is no group {group} (socket_group)."
        ) from wrong
    # EINVAL: in a user namespace (PrivateUsers=yes) in which the group is none.
    if wrong.errno in (errno.EPERM, errno.EINVAL) and group:
        raise UserError(
            f"The HTTP door cannot listen on {path}: this user may not give it to {group} (socket_group)."
        ) from wrong
    if wrong.errno == errno.EEXIST:
        raise UserError(f"The HTTP door cannot listen on {path}: is it in use already?") from wrong
    if wrong.errno is None:
        raise UserError(
            f"The HTTP door cannot listen on {path}: the path is too long for a socket."
        ) from wrong
    raise UserError(f"The HTTP door cannot listen on {path}: {os.strerror(wrong.errno)}.") from wrong
