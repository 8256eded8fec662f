"""A database of each earlier revision, with rows in every table that it had.

The shape is that of the migrations, up to that revision and no further; the rows are invented from the shape
itself (types, references, closed vocabularies), not written by the program of that time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from models.store.database import Database
from models.store.schema import is_of_models, upgrade
from models.tables import metadata

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
#: Rows of a counter are told apart by these; the rest of a row is as its column allows.
ROWS = 3
#: What migrations write themselves, and what counts other rows.
_OWN = ("alembic_version", "storage", "mail_storage", "trace_start", "trace_link", "trace_checkpoint")
_ONE_OF = re.compile(
    r"(\w+)\)*(?:::text)?\)?\s*(?:IN|=)\s*(?:ANY)?\s*\(*(?:ARRAY\[)?\(*'([^']*)'", re.IGNORECASE
)


def make_old_database(database: Database, revision: str) -> dict[str, int]:
    """Give the empty `database` the shape of `revision` and rows in its tables; how many rows, by table."""
    upgrade(database, revision)
    with database.transaction() as session:
        connection = session.connection()
        old = sa.MetaData()
        # The index of words is filled by the database itself.
        old.reflect(connection, only=lambda name, _: is_of_models(name, "table"))
        for table in old.sorted_tables:
            if table.name not in _OWN:
                _fill(connection, table)
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in old.sorted_tables
            if table.name not in _OWN
        }


def _fill(connection: sa.Connection, table: sa.Table) -> None:
    closed = _closed(connection, table)
    alone = {column for each in _unique(connection, table) for column in each}
    for number in range(1, ROWS + 1):
        row = {
            column.name: _value(column, number, closed, alone)
            for column in table.columns
            if not (column.nullable and column.foreign_keys and column.table.name in _parents(column))
        }
        connection.execute(sa.insert(table).values({k: v for k, v in row.items() if v is not ...}))


def _parents(column: sa.Column[Any]) -> set[str]:
    return {key.column.table.name for key in column.foreign_keys}


def _closed(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    """The first value that each closed vocabulary allows; the words were the same before they were closed."""
    found: dict[str, str] = {}
    today = metadata.tables[table.name].constraints if table.name in metadata.tables else ()
    checks = [str(each.sqltext) for each in today if isinstance(each, sa.CheckConstraint)]
    checks += [each["sqltext"] for each in sa.inspect(connection).get_check_constraints(table.name)]
    for check in checks:
        said = _ONE_OF.search(check)
        if said:
            found[said[1]] = said[2]
    return found


def _unique(connection: sa.Connection, table: sa.Table) -> list[list[str]]:
    look = sa.inspect(connection)
    keys = [look.get_pk_constraint(table.name)["constrained_columns"]]
    keys += [each["column_names"] for each in look.get_unique_constraints(table.name)]
    keys += [each["column_names"] for each in look.get_indexes(table.name) if each["unique"]]  # type: ignore[misc]
    return [[name for name in key if name] for key in keys]


def _value(column: sa.Column[Any], number: int, closed: dict[str, str], alone: set[str]) -> Any:
    if column.name in closed:
        return closed[column.name]
    if column.foreign_keys:
        return number
    kind = column.type
    if column.primary_key and isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return number if column.name in alone else 1
    if isinstance(kind, sa.Float):
        return 1.0
    if isinstance(kind, sa.DateTime):
        return ... if column.nullable else (MOMENT if _is_aware(kind) else MOMENT.replace(tzinfo=None))
    if isinstance(kind, sa.LargeBinary):
        return b"Subject: une lampe\r\n\r\nElle est en panne.\r\n"
    if isinstance(kind, sa.JSON) or str(kind) in ("JSON", "JSONB"):
        return [] if column.name.endswith(("_ids", "recipients", "tags")) else {}
    length = getattr(kind, "length", None)
    text = f"{column.name} {number}" if column.name in alone or not length or length > 20 else "x"
    return text[:length] if length else text


def _is_aware(kind: sa.DateTime) -> bool:
    return bool(kind.timezone)
