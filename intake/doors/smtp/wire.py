"""What a dialogue tells of whoever is at its other end, and the socket file that a dead process left."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def peer_of(session: Any) -> str:
    """The IP address of the client, '' on a unix socket."""
    return str(session.peer[0]) if isinstance(session.peer, tuple) and session.peer else ""


def said_size(options: Sequence[str]) -> int:
    """What SIZE announces, 0 when nothing does; what is no number was refused before."""
    said = next((each[5:] for each in options if each[:5].upper() == "SIZE="), "")
    return int(said[:12]) if said.isascii() and said.isdigit() else 0


def session_facts(session: Any) -> dict[str, Any]:
    """What the ledger row keeps of the dialogue: the name said, and the TLS version if any.

    It takes the place of the Received line of RFC 5321 §4.4: the stored bytes stay those that came.
    """
    said = str(session.host_name or "").encode("utf-8", "replace").decode()
    facts: dict[str, Any] = {"helo": "".join(c if c.isprintable() else "?" for c in said)[:255]}
    tls = (session.ssl or {}).get("ssl_object")
    if tls is not None:
        facts["tls"] = tls.version()
    return facts


def remove_dead_socket(path: Path) -> None:
    """Remove a socket file that a killed process left; one somebody listens on makes the bind fail."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
