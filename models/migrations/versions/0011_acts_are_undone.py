"""What one word undoes for an hour, marks of what letters to staff said, requests joined to another."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Json, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_act",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("inbound_id", sa.Integer(), sa.ForeignKey("inbound_message.id"), nullable=False),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("request.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("final", sa.String(length=16), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("inbound_id", "request_id", name="staff_act_once"),
    )
    op.create_index("ix_staff_act_request_id", "staff_act", ["request_id"])
    op.add_column("request", sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.create_index("ix_request_merged_into_id", "request", ["merged_into_id"])
