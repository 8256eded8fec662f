"""How far each fetched mailbox was read."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("base_uid", sa.BigInteger(), nullable=False),
        sa.Column("renumbering", sa.Boolean(), nullable=False),
        sa.Column("settled_uid", sa.BigInteger(), nullable=False),
        sa.Column("since", models.columns.UtcDateTime(), nullable=False),
        sa.Column("reconciled_at", models.columns.UtcDateTime(), nullable=True),
        sa.Column("on_server", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("succeeded_at", models.columns.UtcDateTime(), nullable=True),
        sa.Column("failing_since", models.columns.UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
