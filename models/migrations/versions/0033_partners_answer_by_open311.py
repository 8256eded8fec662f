"""Partners who take requests by Open311: what their servers said of them, and until when they were asked."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("forwarding_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=128), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"]),
        sa.ForeignKeyConstraint(["forwarding_id"], ["forwarding.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("forwarding_id", "said"),
    )
    op.create_index("ix_partner_update_request_id", "partner_update", ["request_id"])
    op.create_table(
        "partner_asked",
        sa.Column("partner", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("partner"),
    )
