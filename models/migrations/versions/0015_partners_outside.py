"""Requests are passed on to partners outside, whose letters are an audience of their own."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AUDIENCES = "audience IN ('requester', 'agent', 'service', 'administrator', 'partner')"


def upgrade() -> None:
    op.create_table(
        "forwarding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("their_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_forwarding_request_id"), "forwarding", ["request_id"])
    op.create_index(op.f("ix_forwarding_person_id"), "forwarding", ["person_id"])
    with op.batch_alter_table("outbound_message") as batch:
        batch.drop_constraint("outbound_audience", type_="check")
        batch.create_check_constraint("outbound_audience", _AUDIENCES)
