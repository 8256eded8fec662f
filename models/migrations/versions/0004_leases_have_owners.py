"""A lease names its owner; ends by death and lost answers are counted apart from failed tries."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_QUEUES = ("inbound_message", "outbound_message", "remote_file")


def upgrade() -> None:
    for table in _QUEUES:
        op.add_column(table, sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(table, sa.Column("leased_by", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("outbound_message", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
