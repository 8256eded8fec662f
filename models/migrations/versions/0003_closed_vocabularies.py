"""Closed vocabularies are checked by the database: a wrong kind, priority, channel or role cannot be stored."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHECKS = {
    "request": (
        ("request_state_kind", "state_kind IN ('new', 'open', 'waiting', 'done', 'refused')"),
        ("request_priority", "priority IN ('low', 'normal', 'high', 'urgent')"),
        ("request_channel", "channel IN ('email', 'sms')"),
    ),
    "participant": (("participant_role", "role IN ('copy')"),),
    "entry": (
        ("entry_actor_role", "actor_role IN ('requester', 'agent', 'manager', 'system', 'rule')"),
        ("entry_channel", "channel = '' OR channel IN ('email', 'sms')"),
    ),
    "outbound_message": (
        ("outbound_channel", "channel IN ('email', 'sms')"),
        ("outbound_audience", "audience IN ('requester', 'agent', 'service', 'administrator')"),
    ),
    "agent": (("agent_role", "role IN ('agent', 'manager', 'administrator')"),),
}
# SQLite makes a table anew to add a check, and its triggers go with the old one (see 0002).
_ENTRY_IS_FINAL = """
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
WHEN NEW.erased_at IS NULL
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
"""


def upgrade() -> None:
    for table, checks in _CHECKS.items():
        with op.batch_alter_table(table) as batch:
            for name, condition in checks:
                batch.create_check_constraint(name, condition)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_ENTRY_IS_FINAL)
