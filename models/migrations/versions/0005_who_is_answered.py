"""Who is behind a message that a machine sent is kept with it; a number told in a form with its person; a notice
can be held until a person lets it go.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATES = "state IN ('queued', 'handed', 'sent', 'delivered', 'failed', 'canceled', 'suppressed', 'held')"


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("inbound_message", sa.Column("writer", json, nullable=False, server_default="{}"))
    op.add_column("person", sa.Column("told_phone", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("outbound_message") as batch:
        batch.drop_constraint("outbound_state", type_="check")
        batch.create_check_constraint("outbound_state", _STATES)
