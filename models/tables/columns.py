"""Column types that behave alike on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from models.vocabulary import OPEN_KINDS

#: JSON kept as JSONB where the database has it.
Json = sa.JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python; `timestamptz` on PostgreSQL, naive UTC text on SQLite. Naive values raise."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def time_field(**options: Any) -> Any:
    """A UTC time column; `default=None` makes it nullable."""
    nullable = "default" in options and options["default"] is None
    return Field(sa_type=UtcDateTime, nullable=nullable, **options)


def json_field(default_factory: Any) -> Any:
    """A JSON column that is never null."""
    return Field(sa_type=Json, nullable=False, default_factory=default_factory)


def text_field(default: Any = "", **options: Any) -> Any:
    """Text of any length."""
    return Field(default=default, sa_type=sa.Text, **options)


def empty_text_field() -> Any:
    """Text that is empty until somebody writes it, also in rows written before the column was there."""
    return Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


def count_field() -> Any:
    """A number that starts at nought, also in rows written before the column was there."""
    return Field(default=0, sa_column_kwargs={"server_default": "0"})


def owner_field() -> Any:
    """Who holds a lease (models/store/sharing/presence.py); '' when nobody does."""
    return Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})


def some_rows(name: str, columns: tuple[str, ...], where: str) -> sa.Index:
    """An index of the rows for which `where` holds: it stays small while the table grows."""
    return sa.Index(name, *columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def walked() -> tuple[sa.Index, ...]:
    """Indexes of requests that board and lists walk from one end: what is in hand by its due date and the
    newest first, a few of all there ever were; what came to its end, by when; all by state, due date and
    type; what is urgent, unanswered, was reopened, came otherwise than by email or is answered otherwise. And
    those that the map reads.
    """
    place, kept = ("service_id", "assignee_id", "building_id"), "erased_at IS NULL"
    asked = ("request_type_id", "channel", "origin", "created_at")
    in_hand = ("due_at", "id", "state", "state_kind", "workflow_key", *place, "priority", *asked)
    rest = ("state_kind", "due_at", *place, "request_type_id", "priority")
    of_type = ("request_type_id", "state_kind", "due_at", "id", *place)
    urgent = ("priority", "due_at", "id", "state_kind", *place, "request_type_id")
    ended = ("closed_at", "workflow_key", "state", "state_kind", *place, "id")
    return (
        some_rows("request_in_hand", in_hand, f"{IN_HAND} AND {kept}"),
        some_rows("request_newest_in_hand", ("id", "state_kind", *place), f"{IN_HAND} AND {kept}"),
        some_rows("request_ended", ended, kept),
        some_rows("request_in_state", ("state", "due_at", "id", *place), kept),
        some_rows("request_due", ("due_at", "id", "state_kind", *place), kept),
        some_rows("request_of_type", of_type, f"request_type_id IS NOT NULL AND {kept}"),
        some_rows("request_urgent", urgent, f"{NOT_NORMAL} AND {kept}"),
        some_rows("request_by_origin", ("origin", "id", *rest), f"{NOT_BY_EMAIL} AND {kept}"),
        some_rows("request_by_channel", ("channel", "id", *rest), f"{NOT_ANSWERED_BY_EMAIL} AND {kept}"),
        some_rows("request_unanswered", ("id", *rest), f"{UNANSWERED} AND {kept}"),
        some_rows("request_reopened", ("id", *rest), f"{REOPENED} AND {kept}"),
        # A column that is mostly empty tells SQLite nothing: it would read every request instead.
        some_rows("request_joined", ("merged_into_id", "requester_id"), JOINED),
        *_on_the_map(),
    )


def _on_the_map() -> tuple[sa.Index, ...]:
    """By position, all of them and those in hand; and by building. All that a mark says stands in them, so
    that no row is read for it.
    """
    rest = ("state_kind", "service_id", "assignee_id", "due_at", "erased_at")
    at_place = ("latitude", "longitude", "building_id", "id", *rest)
    at_building = ("building_id", "id", "latitude", "longitude", *rest)
    return (
        some_rows("request_at_place", at_place, "latitude IS NOT NULL"),
        some_rows("request_at_building", at_building, "building_id IS NOT NULL"),
        some_rows("request_in_hand_at_place", at_place, OPEN_HERE),
    )


def choice(column: str, values: type[Any], name: str) -> sa.CheckConstraint:
    """A check that `column` holds one of the values of a StrEnum: wrong states cannot be stored."""
    return sa.CheckConstraint(one_of(column, values), name=name)


def one_of(column: str, values: type[Any] | Iterable[str]) -> str:
    """The condition that `column` holds one of the values of a StrEnum, or of some."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def table_of(row_class: type[SQLModel]) -> sa.Table:
    """The Core table of a SQLModel class, for statements that need no object."""
    table: sa.Table = row_class.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    return table


def columns_of(table: sa.Table, *names: str) -> list[sa.Column[Any]]:
    """Some columns of a table, by name, for a select."""
    return [table.c[name] for name in names]


#: That somebody works on a request: as the index of those alone has it, so that statements may use it.
IN_HAND = one_of("state_kind", OPEN_KINDS)
#: The same, said so that no index whose first column is the state answers it: the place is to be asked first.
OPEN_HERE = f"({IN_HAND}) IS TRUE"
#: Of those few that have an index of their own, likewise.
NOT_NORMAL, NOT_BY_EMAIL = "priority <> 'normal'", "origin <> 'email'"
NOT_ANSWERED_BY_EMAIL = "channel <> 'email'"
UNANSWERED, REOPENED, JOINED = "is_unanswered", "was_reopened", "merged_into_id IS NOT NULL"
