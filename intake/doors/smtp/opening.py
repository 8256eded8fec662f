"""Where a mail door listens: a socket handed over, a unix socket, or host and port."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from intake.doors.smtp.wire import remove_dead_socket
from models.errors import PlaceTaken, UserError

_BACKLOG = 512


@dataclass(frozen=True, slots=True)
class Place:
    """`handed` before `path` before `host` and `port`; `mode` is that of the path."""

    host: str
    port: int
    path: Path | None = None
    mode: int = 0o600
    handed: socket.socket | None = None

    @property
    def own_path(self) -> Path | None:
        """The socket file that we made, and take away again."""
        return self.path if self.handed is None else None


async def begin(place: Place, new_session: Callable[[], asyncio.Protocol], door: str) -> asyncio.Server:
    """Begin to listen there. Raises UserError saying why not."""
    loop = asyncio.get_running_loop()
    path = place.own_path
    try:
        if place.handed is not None:
            if place.handed.family == socket.AF_UNIX:
                return await loop.create_unix_server(new_session, sock=place.handed, backlog=_BACKLOG)
            return await loop.create_server(new_session, sock=place.handed, backlog=_BACKLOG)
        if path is None:
            return await loop.create_server(new_session, place.host, place.port, backlog=_BACKLOG)
        remove_dead_socket(path)
        if path.is_socket():
            # asyncio would take it away from whoever listens there.
            raise PlaceTaken(f"doors.{door}", str(path), None)
        server = await loop.create_unix_server(new_session, str(path))
        path.chmod(place.mode)
    except OSError as wrong:
        where = str(path) if path else f"{place.host}:{place.port}"
        if wrong.errno == errno.EADDRINUSE and path is None:
            raise PlaceTaken(f"doors.{door}", where, place.port) from wrong
        raise UserError(
            f"doors.{door}: cannot listen on {where}: {os.strerror(wrong.errno or 0)}."
        ) from wrong
    return server
