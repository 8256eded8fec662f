"""What was kept long enough goes: holds, objections, and the receipts of what was erased."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("request", "person"):
        op.add_column(table, sa.Column("held_since", UtcDateTime(), nullable=True))
        op.add_column(table, sa.Column("held_because", sa.Text(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("objected_at", UtcDateTime(), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("request_type", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("files_bytes", sa.BigInteger(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("erasure_batch", "erasure", ["batch"])
