"""Requests that seem to report one incident are proposed to be joined; what was said of each is kept."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_proposal",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.CheckConstraint("place IN ('building', 'street', 'near')", name="incident_place"),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"]),
        sa.ForeignKeyConstraint(["first_id"], ["request.id"]),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("incident_of_first", "incident_proposal", ["first_id", "settled_at"])
