"""The PostgreSQL that an answer names: on this machine or another, its user and its database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

#: The user of the only town of a machine: PostgreSQL takes it for the user of a URL that names none (peer).
SERVICE = "guichet"


@dataclass(frozen=True, slots=True)
class Server:
    """`host` is '' for the PostgreSQL of this machine, reached by its socket."""

    host: str
    port: int
    user: str
    database: str

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, whatever the way in."""
        return self.host in ("", "localhost", "127.0.0.1", "::1")


def server_of(url: str, service: str = SERVICE) -> Server | None:
    """What the URL names, `service` where it names no user; None for another database. Raises ValueError for
    a port that is none.
    """
    if not url.startswith("postgresql:"):
        return None
    parts = urlsplit(url)
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = asked.get("host") or parts.hostname or ""
    return Server(
        host="" if host.startswith("/") else host,
        port=parts.port or int(asked.get("port") or 5432),
        user=asked.get("user") or parts.username or service,
        database=asked.get("dbname") or parts.path.lstrip("/"),
    )
