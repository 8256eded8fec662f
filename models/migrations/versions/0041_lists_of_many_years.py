"""Lists of many years begin at once: by state, by due date, by type, and the newest of what is in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_PLACE = ["service_id", "assignee_id", "building_id"]
_KEPT = "erased_at IS NULL"
_INDEXES = (
    (
        "request_newest_in_hand",
        ["id", "state_kind", *_PLACE],
        f"state_kind IN ('new', 'open', 'waiting') AND {_KEPT}",
    ),
    ("request_in_state", ["state", "due_at", "id", *_PLACE], _KEPT),
    ("request_due", ["due_at", "id", "state_kind", *_PLACE], _KEPT),
    ("request_of_type", ["request_type_id", "state_kind", "due_at", "id"], "request_type_id IS NOT NULL"),
)


def upgrade() -> None:
    for name, columns, some in _INDEXES:
        where = sa.text(some)
        op.create_index(name, "request", columns, sqlite_where=where, postgresql_where=where)
