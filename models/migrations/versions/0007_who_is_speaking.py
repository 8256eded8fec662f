"""Confirmations asked of agents, orders that are spent, the proof of each mail, a code to the contact on file."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Json, UtcDateTime

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("inbound_id", sa.Integer(), sa.ForeignKey("inbound_message.id"), nullable=False, unique=True),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("request.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'declined', 'expired')", name="confirmation_state"
        ),
    )
    op.create_index("confirmation_due", "confirmation", ["state", "expires_at"])
    op.create_index("ix_confirmation_request_id", "confirmation", ["request_id"])
    op.create_index("ix_confirmation_person_id", "confirmation", ["person_id"])
    op.create_table(
        "spent_order",
        sa.Column("order_hash", sa.String(length=64), primary_key=True),
        sa.Column("inbound_id", sa.Integer(), sa.ForeignKey("inbound_message.id"), nullable=False),
        sa.Column("spent_at", UtcDateTime(), nullable=False),
    )
    op.add_column("inbound_message", sa.Column("mail_proof", Json, nullable=False, server_default="{}"))
    op.add_column(
        "contact_code", sa.Column("own_code_hash", sa.String(length=64), nullable=False, server_default="")
    )
