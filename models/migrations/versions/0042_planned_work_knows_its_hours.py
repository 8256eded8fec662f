"""Planned work knows its hours, not only its day."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("planned_hours", sa.String(), nullable=False, server_default=""))
