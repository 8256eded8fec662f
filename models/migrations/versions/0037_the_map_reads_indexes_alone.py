"""The map finds what it shows by place, and reads no row of a request for a mark."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_REST = ["state_kind", "service_id", "assignee_id", "due_at", "erased_at"]
_AT_PLACE = ["latitude", "longitude", "building_id", "id", *_REST]
_INDEXES = (
    ("request_at_place", _AT_PLACE, "latitude IS NOT NULL"),
    ("request_at_building", ["building_id", "id", "latitude", "longitude", *_REST], "building_id IS NOT NULL"),
    ("request_in_hand_at_place", _AT_PLACE, "(state_kind IN ('new', 'open', 'waiting')) IS TRUE"),
)


def upgrade() -> None:
    for name, columns, some in _INDEXES:
        where = sa.text(some)
        op.create_index(name, "request", columns, sqlite_where=where, postgresql_where=where)
