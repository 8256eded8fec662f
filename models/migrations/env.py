"""Alembic's entry: the connection comes from models.store.schema, never from an ini file."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import AutoString

from models.store.schema import is_of_models
from models.tables import metadata
from models.tables.columns import Json, UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type":
        if isinstance(item, UtcDateTime):
            return "models.tables.columns.UtcDateTime()"
        if isinstance(item, sa.JSON) and item.compile() == Json.compile():
            return "models.tables.columns.Json"
        if isinstance(item, AutoString):
            return f"sa.String({item.length or ''})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
    include_name=is_of_models,
)
with context.begin_transaction():
    context.run_migrations()
