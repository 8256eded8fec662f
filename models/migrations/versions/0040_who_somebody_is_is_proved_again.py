"""A session knows when its person last proved who they are: dear acts ask for it again."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_session", sa.Column("proved_at", UtcDateTime(), nullable=True))
