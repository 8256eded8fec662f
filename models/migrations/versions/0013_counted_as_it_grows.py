"""What grows with the town is counted as it changes, claims have indexes of their own, held notices are let go."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OPEN = "IN ('new', 'open', 'waiting')"
_PARTIAL = {
    "inbound_fresh": ("inbound_message", ["id"], "state = 'waiting' AND attempts = 0 AND deaths = 0"),
    "inbound_tried": ("inbound_message", ["id"], "state = 'waiting' AND (attempts > 0 OR deaths > 0)"),
    "outbound_survivor": (
        "outbound_message",
        ["next_attempt_at", "id"],
        "state = 'queued' AND (deaths > 0 OR leased_until IS NOT NULL)",
    ),
    "outbound_held": ("outbound_message", ["recipient", "id"], "state = 'held'"),
}
_WHOLE = {
    "inbound_of_person": ("inbound_message", ["person_id", "received_at"], "ix_inbound_message_person_id"),
    "request_of_requester": ("request", ["requester_id", "created_at"], "ix_request_requester_id"),
    "outbound_notice": ("outbound_message", ["notice", "created_at"], ""),
}
#: Whether another kept line of `row` names the same file.
_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM attachment WHERE sha256 = {row}.sha256 AND removed_at IS NULL AND id <> {row}.id)"
)
_MORE = "UPDATE storage SET attachment_bytes = attachment_bytes + {row}.size_bytes WHERE id = 1"
_LESS = "UPDATE storage SET attachment_bytes = attachment_bytes - {row}.size_bytes WHERE id = 1"
_HAS = "UPDATE agent SET open_requests = open_requests + 1 WHERE id = {row}.assignee_id"
_HAD = "UPDATE agent SET open_requests = open_requests - 1 WHERE id = {row}.assignee_id"
_MOVED = (
    f"(OLD.assignee_id IS NOT NEW.assignee_id OR (OLD.state_kind {_OPEN}) <> (NEW.state_kind {_OPEN}))"
)
_IS_OPEN = "{row}.assignee_id IS NOT NULL AND {row}.state_kind " + _OPEN


def upgrade() -> None:
    op.add_column("outbound_message", sa.Column("released_at", UtcDateTime(), nullable=True))
    op.add_column("agent", sa.Column("open_requests", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "storage",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attachment_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, (table, columns, where) in _PARTIAL.items():
        op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    for name, (table, columns, instead) in _WHOLE.items():
        op.create_index(name, table, columns)
        if instead:
            op.drop_index(instead, table_name=table)
    op.execute(
        "INSERT INTO storage (id, attachment_bytes) SELECT 1, coalesce(sum(size), 0) FROM (SELECT max(size_bytes)"
        " AS size FROM attachment WHERE removed_at IS NULL GROUP BY sha256) AS each_once"
    )
    op.execute(
        "UPDATE agent SET open_requests = (SELECT count(*) FROM request WHERE request.assignee_id = agent.id"
        f" AND request.state_kind {_OPEN})"
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _sqlite_triggers() -> None:
    kept, gone = "NEW.removed_at IS NULL", "OLD.removed_at IS NULL"
    elsewhere_new, elsewhere_old = _ELSEWHERE.format(row="NEW"), _ELSEWHERE.format(row="OLD")
    for name, event, when, then in (
        ("kept", "INSERT", f"{kept} AND NOT {elsewhere_new}", _MORE.format(row="NEW")),
        ("removed", "UPDATE OF removed_at", f"{gone} AND NEW.removed_at IS NOT NULL AND NOT {elsewhere_old}",
         _LESS.format(row="OLD")),
        ("brought_back", "UPDATE OF removed_at", f"OLD.removed_at IS NOT NULL AND {kept} AND NOT {elsewhere_new}",
         _MORE.format(row="NEW")),
        ("gone", "DELETE", f"{gone} AND NOT {elsewhere_old}", _LESS.format(row="OLD")),
    ):
        op.execute(f"CREATE TRIGGER attachment_{name} AFTER {event} ON attachment WHEN {when} BEGIN {then}; END")
    for name, event, when, then in (
        ("given", "INSERT", _IS_OPEN.format(row="NEW"), _HAS.format(row="NEW")),
        ("left", "UPDATE OF assignee_id, state_kind", f"{_MOVED} AND " + _IS_OPEN.format(row="OLD"), _HAD.format(row="OLD")),
        ("taken", "UPDATE OF assignee_id, state_kind", f"{_MOVED} AND " + _IS_OPEN.format(row="NEW"), _HAS.format(row="NEW")),
        ("gone", "DELETE", _IS_OPEN.format(row="OLD"), _HAD.format(row="OLD")),
    ):
        op.execute(f"CREATE TRIGGER request_{name} AFTER {event} ON request WHEN {when} BEGIN {then}; END")


def _postgresql_triggers() -> None:
    op.execute(f"""
CREATE FUNCTION attachment_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was boolean := false;
  is_now boolean := false;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := OLD.removed_at IS NULL; END IF;
  IF TG_OP <> 'DELETE' THEN is_now := NEW.removed_at IS NULL; END IF;
  IF was AND NOT is_now AND NOT {_ELSEWHERE.format(row="OLD")} THEN {_LESS.format(row="OLD")}; END IF;
  IF is_now AND NOT was AND NOT {_ELSEWHERE.format(row="NEW")} THEN {_MORE.format(row="NEW")}; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
""")
    # Before each row: after the statement, two lines of one file would each find the other.
    op.execute(
        "CREATE TRIGGER attachment_counts BEFORE INSERT OR UPDATE OF removed_at OR DELETE ON attachment"
        " FOR EACH ROW EXECUTE FUNCTION attachment_counts()"
    )
    op.execute(f"""
CREATE FUNCTION request_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_agent integer;
  new_agent integer;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state_kind {_OPEN} THEN old_agent := OLD.assignee_id; END IF;
  IF TG_OP <> 'DELETE' AND NEW.state_kind {_OPEN} THEN new_agent := NEW.assignee_id; END IF;
  IF old_agent IS NOT DISTINCT FROM new_agent THEN RETURN NULL; END IF;
  UPDATE agent SET open_requests = open_requests - 1 WHERE id = old_agent;
  UPDATE agent SET open_requests = open_requests + 1 WHERE id = new_agent;
  RETURN NULL;
END $$
""")
    op.execute(
        "CREATE TRIGGER request_counts AFTER INSERT OR UPDATE OF assignee_id, state_kind OR DELETE ON request"
        " FOR EACH ROW EXECUTE FUNCTION request_counts()"
    )
