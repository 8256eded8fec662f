"""Where a database is: its URL as people write it and as drivers want it; and the mark of a restored copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from models.errors import UserError

#: How long libpq waits for a server that says nothing: seconds to connect, and about thirty before it gives
#: up a connection whose other end is gone, by silence (keepalives) or by what nobody acknowledges (ms).
LIBPQ_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
#: In the data directory of a restored copy: nobody is written to while it is there.
HELD_MARK = "sending-is-off"
_POSTGRESQL = re.compile(r"postgres(ql)?(\+psycopg)?://")
_WRONG = "database.url must begin with sqlite:/// or postgresql://, as sqlite:///var/guichet.db."


def sqlite_file(url: str) -> Path | None:
    """The file that a SQLite URL names; None for other databases and for one in memory."""
    if not url.startswith("sqlite:"):
        return None
    if not url.startswith("sqlite:///"):
        raise UserError(_WRONG)
    path = unquote(url.removeprefix("sqlite:///").partition("?")[0])
    return Path(path) if path and path != ":memory:" else None


def is_sqlite(url: str) -> bool:
    """Whether it is SQLite; else PostgreSQL. Raises UserError for anything else."""
    if url.startswith("sqlite:"):
        return True
    if _POSTGRESQL.match(url):
        return False
    raise UserError(_WRONG)


def libpq_url(url: str) -> str:
    """A PostgreSQL URL as libpq reads it, several hosts included."""
    return _POSTGRESQL.sub("postgresql://", url, count=1)


def shown_url(url: str) -> str:
    """The URL without its password."""
    return re.sub(r"(//[^:@/]*):[^@/]*@", r"\1:***@", url, count=1)


def sqlalchemy_url(url: str) -> str:
    """The URL for an engine: psycopg 3, and several hosts (`//one:5432,two:5433/`) in the query.

    libpq takes a list of hosts in the URL; SQLAlchemy reads it as one host with a broken port.
    """
    if is_sqlite(url):
        return url
    parts = urlsplit(libpq_url(url))
    who, at, hosts = parts.netloc.rpartition("@")
    if "," in hosts:
        listed = "&".join(f"host={quote(_with_port(host), safe=':[]')}" for host in hosts.split(","))
        query = "&".join(filter(None, (listed, parts.query)))
        return f"postgresql+psycopg://{who}{at}{parts.path}?{query}"
    return "postgresql+psycopg://" + libpq_url(url).removeprefix("postgresql://")


def _with_port(host: str) -> str:
    return host if re.search(r":\d+$", host) else f"{host}:5432"


def is_held(data_dir: Path) -> bool:
    """Whether this is a restored copy that nobody has resumed yet: it must send nothing."""
    return (data_dir / HELD_MARK).exists()
