"""Other programs call: their keys, and the calls that must not be done twice."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import Json, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("may", Json, nullable=False),
        sa.Column("services", Json, nullable=False),
        sa.Column("options", Json, server_default="{}", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_from", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind IN ('api', 'open311')", name="program_kind"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_hash"),
        sa.UniqueConstraint("kind", "name"),
    )
    op.create_table(
        "program_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("call_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["program_key.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_id", "call_hash"),
    )
    op.create_index("ix_program_call_created_at", "program_call", ["created_at"])
