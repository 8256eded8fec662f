"""What happens by the clock is seen: each job with its last run. Delays stand still while a requester is asked."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("due_left_hours", sa.Float(), nullable=True))
    op.add_column("request", sa.Column("answer_due_at", UtcDateTime(), nullable=True))
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("succeeded_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("done_by", sa.String(length=16), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("name"),
    )
