"""What of a row is sealed: all of it, as one text that is the same on both databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

HISTORY, ACCESSES = "history", "accesses"
CHAINS = (HISTORY, ACCESSES)
#: Octets of a salt: without it, the digest of a short text tells the text.
SALT_BYTES = 16
GENESIS = bytes(32)
_TABLES = {HISTORY: "entry", ACCESSES: "access_record"}
#: The columns in their order; it never changes. Free text comes last, its lengths first: no row reads like
#: another. Every row ends with its JSON.
_PLAIN = {
    HISTORY: ("id", "request_id", "kind", "actor_role", "person_id", "channel", "inbound_id"),
    ACCESSES: ("id",),
}
_TIMES = {HISTORY: ("at", "erased_at"), ACCESSES: ("at",)}
_FREE = {HISTORY: ("text", "quoted"), ACCESSES: ("actor", "action", "subject")}


#: Columns that may be empty; any other is null when the row is missing, and then the whole is.
_NULLABLE = ("person_id", "inbound_id", "erased_at")


def _or_empty(written: str, name: str) -> str:
    return f"coalesce({written}, '')" if name in _NULLABLE else written


def table_name(chain: str) -> str:
    return _TABLES[chain]


def selected(chain: str, dialect: str) -> str:
    """A row `r` as two columns of octets for a SELECT, put together by the database, which is fastest: what
    is the same on both databases, and its JSON. The first is null when there is no such row.
    """
    plain = [_or_empty(f"CAST(r.{name} AS text)", name) for name in _PLAIN[chain]]
    if dialect == "sqlite":
        times = [_or_empty(f"r.{name}", name) for name in _TIMES[chain]]
        octets = "CAST({} AS blob)"
    else:
        written = "to_char(r.{} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        times = [_or_empty(written.format(name), name) for name in _TIMES[chain]]
        octets = "convert_to({}, 'UTF8')"
    truths = ["CASE WHEN r.public THEN '1' ELSE '0' END"] if chain == HISTORY else []
    lengths = [f"length(r.{name})" for name in _FREE[chain]]
    if dialect == "sqlite":
        # One call for all numbers: to join them one by one is a quarter of the time of a row.
        lengths = [f"printf('{'|'.join(['%d'] * len(lengths))}', {', '.join(lengths)})"]
    else:
        lengths = [f"CAST({length} AS text)" for length in lengths]
    parts = [*plain, *times, *truths, *lengths, *(f"r.{name}" for name in _FREE[chain])]
    head = " || '|' || ".join(parts) + " || '|'"
    return f"{octets.format(head)}, {octets.format('CAST(r.data AS text)')}"


def blanked(chain: str) -> str:
    """For a SELECT of a row `r`: 1 when its words were erased, which no line of the access log ever is."""
    return (
        "CASE WHEN r.erased_at IS NOT NULL AND r.text = '' AND r.quoted = '' THEN 1 ELSE 0 END"
        if chain == HISTORY
        else "0"
    )


def digest_of(salt: bytes, head: bytes, data: bytes) -> bytes:
    """SHA-256 over the salt and the row as `selected` gives it, its JSON written in one way."""
    return hashlib.sha256(salt + head + canonical(data)).digest()


def canonical(data: bytes) -> bytes:
    """JSON with its keys in order: PostgreSQL keeps values, not how they were written. What is no JSON, which
    only a strange hand writes there, stays as it is: it is sealed, or told as changed, like any other row.
    """
    try:
        return json.dumps(json.loads(data), sort_keys=True, ensure_ascii=True).encode()
    except (ValueError, RecursionError):
        return data


def link_of(before: bytes, position: int, row_id: int, digest: bytes) -> bytes:
    """The link of a row: SHA-256 over the link before it, its place, its number and its digest."""
    return hashlib.sha256(b"%b%b%d %d" % (before, digest, position, row_id)).digest()


def stream(connection: sa.Connection, statement: str, *given: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a SELECT as the driver gives them, however many, in constant memory.

    `?` stands for what is given. A million rows pass in seconds, which no result object allows.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "sqlite":  # its own cursor: another generator around it costs every row
        rows: Iterator[tuple[Any, ...]] = driver.execute(statement, given)
        return rows
    return _streamed(driver, statement.replace("?", "%s"), given)


def _streamed(driver: Any, statement: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    with driver.cursor(name="guichet_stream", binary=True) as cursor:
        cursor.itersize = 5000
        cursor.execute(statement, given)
        yield from cursor
