"""People in copy who answered that they follow a request are told of its course."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participant") as batch:
        batch.drop_constraint("participant_role", type_="check")
        batch.create_check_constraint("participant_role", "role IN ('copy', 'follower')")
