"""Signs of life to the service manager (sd_notify(3)): ready, alive, stopping."""

from __future__ import annotations

import os
import socket

import structlog

log = structlog.get_logger(__name__)
READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify(state: str) -> bool:
    """Tell the service manager one thing; whether somebody was told. Never raises and never waits.

    The socket is the one that NOTIFY_SOCKET names: a path, or `@name` in the abstract namespace.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as telling:
            telling.setblocking(False)
            telling.connect("\0" + address[1:] if address.startswith("@") else address)
            telling.send(state.encode())
    except OSError as wrong:
        log.warning("notify.not_told", errno=wrong.errno)
        return False
    return True
