"""What staff did is kept whatever way they did it by, so that any way undoes it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff_act", sa.Column("cause", sa.String(length=255), server_default="", nullable=False)
    )
    op.add_column("staff_act", sa.Column("entry_id", sa.Integer(), server_default="0", nullable=False))
    op.add_column("staff_act", sa.Column("last_entry_id", sa.Integer(), server_default="0", nullable=False))
    # What was done within the hour before can still be undone.
    op.execute("UPDATE staff_act SET cause = 'inbound:' || inbound_id")
    for column, which in (("entry_id", "MIN"), ("last_entry_id", "MAX")):
        op.execute(
            f"UPDATE staff_act SET {column} = COALESCE((SELECT {which}(entry.id) FROM entry WHERE "
            "entry.inbound_id = staff_act.inbound_id AND entry.request_id = staff_act.request_id), 0)"
        )
    with op.batch_alter_table("staff_act") as table:
        table.drop_constraint("staff_act_once", type_="unique")
        table.drop_column("inbound_id")
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
