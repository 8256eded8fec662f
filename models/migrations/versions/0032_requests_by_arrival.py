"""Requests are counted by the days on which they were received, without a look at all there ever were."""

from alembic import op

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("request_by_arrival", "request", ["created_at"])
