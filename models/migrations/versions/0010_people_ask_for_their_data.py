"""Who asked for their data and until when they are answered; whose two records turned out to be one person."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Both databases take this one; a constraint added afterwards SQLite does not.
    op.execute("ALTER TABLE person ADD COLUMN merged_into_id INTEGER REFERENCES person (id)")
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("inbound_id", sa.Integer(), sa.ForeignKey("inbound_message.id"), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("channel IN ('email', 'sms')", name="data_request_channel"),
    )
    op.create_index("ix_data_request_person_id", "data_request", ["person_id"])
    op.create_index("data_request_open", "data_request", ["answered_at", "due_at"])
