"""A request knows how it came, whether its requester wrote last, and whether it was ever reopened."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_CLOSED = "('done', 'refused')"
_IN_HAND = "state_kind IN ('new', 'open', 'waiting')"
_KEPT = "erased_at IS NULL"
_PLACE = ["service_id", "assignee_id", "building_id"]
_REST = ["state_kind", "due_at", *_PLACE, "request_type_id", "priority"]
_INDEXES = (
    (
        "request_in_hand",
        ["due_at", "id", "state", "state_kind", "workflow_key", *_PLACE, "priority", "request_type_id", "channel",
         "origin", "created_at"],
        _IN_HAND,
    ),
    ("request_of_type", ["request_type_id", "state_kind", "due_at", "id", *_PLACE], "request_type_id IS NOT NULL"),
    ("request_urgent", ["priority", "due_at", "id", "state_kind", *_PLACE, "request_type_id"], "priority <> 'normal'"),
    ("request_by_origin", ["origin", "id", *_REST], "origin <> 'email'"),
    ("request_unanswered", ["id", *_REST], "is_unanswered"),
    ("request_reopened", ["id", *_REST], "was_reopened"),
)  # fmt: skip
_WIDER = ("request_in_hand", "request_of_type")
#: What a requester may read of a history, and which of it is theirs when they wrote it.
_SAID = "('message_in', 'message_out', 'state', 'attachment')"
_ASKED = "('message_in', 'attachment')"
_ORIGIN = (
    "coalesce((SELECT CASE WHEN i.door = 'desk' THEN i.door_name WHEN i.door IN ('sms', 'api', 'open311') THEN i.door"
    " ELSE 'email' END FROM inbound_message i WHERE i.id = (SELECT min(e.inbound_id) FROM entry e"
    " WHERE e.request_id = request.id AND e.kind = 'message_in')), request.channel)"
)
#: By the line that was just written.
_ASKS = (
    f"NEW.kind IN {_ASKED} AND NEW.actor_role = 'requester' AND EXISTS (SELECT 1 FROM entry e"
    f" WHERE e.request_id = NEW.request_id AND e.id < NEW.id AND e.public AND e.kind IN {_SAID})"
)
_IS_SAID = f"NEW.public AND NEW.kind IN {_SAID}"
_REOPENS = f"OLD.state_kind IN {_CLOSED} AND NEW.state_kind NOT IN {_CLOSED}"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("request", sa.Column("origin", sa.String(16), nullable=False, server_default="email"))
    for name in ("was_reopened", "is_unanswered"):
        op.add_column("request", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE request SET origin = {_ORIGIN} WHERE {_ORIGIN} <> 'email'")
    op.execute(
        "UPDATE request SET is_unanswered = true WHERE id IN (SELECT s.request_id FROM (SELECT request_id, max(id) AS last,"
        f" min(id) AS first FROM entry WHERE public AND kind IN {_SAID} GROUP BY request_id) s JOIN entry e ON e.id = s.last"
        f" WHERE s.last <> s.first AND e.kind IN {_ASKED} AND e.actor_role = 'requester')"
    )
    for workflow, closed in _closed_states():
        op.execute(_was_reopened(workflow, closed, is_sqlite=is_sqlite))
    for name in _WIDER:
        op.drop_index(name, table_name="request")
    for name, columns, some in _INDEXES:
        where = sa.text(f"{some} AND {_KEPT}")
        op.create_index(name, "request", columns, sqlite_where=where, postgresql_where=where)
    for table, columns in (("request", ["merged_into_id", "requester_id"]), ("person", ["merged_into_id"])):
        where = sa.text("merged_into_id IS NOT NULL")
        op.drop_index(f"ix_{table}_merged_into_id", table_name=table)
        op.create_index(f"{table}_joined", table, columns, sqlite_where=where, postgresql_where=where)
    if is_sqlite:
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _closed_states() -> Iterator[tuple[str, list[str]]]:
    """Of each workflow of the organisation in force, the states that are ends; `default` as it comes failing one."""
    row = op.get_bind().execute(sa.text("SELECT document FROM organisation_version ORDER BY id DESC LIMIT 1")).first()
    document: Any = {} if row is None else row[0]
    if isinstance(document, str):
        document = json.loads(document)
    found = {"default": ["done", "refused"]}
    for workflow in document.get("workflows") or ():
        states = workflow.get("states") or ()
        found[workflow["key"]] = [each["key"] for each in states if each["kind"] in ("done", "refused")]
    yield from found.items()


def _was_reopened(workflow: str, closed: list[str], *, is_sqlite: bool) -> sa.TextClause:
    said = "json_extract(e.data, '$.{}')" if is_sqlite else "(e.data ->> '{}')"
    keys: sa.BindParameter[list[str]] = sa.bindparam("closed", closed, expanding=True)
    return sa.text(
        "UPDATE request SET was_reopened = true WHERE workflow_key = :workflow AND id IN (SELECT e.request_id FROM entry e"
        f" WHERE e.kind = 'state' AND {said.format('from')} IN :closed AND {said.format('to')} NOT IN :closed)"
    ).bindparams(keys, workflow=workflow)


def _sqlite_triggers() -> None:
    op.execute(
        f"CREATE TRIGGER request_reopened AFTER UPDATE OF state_kind ON request WHEN {_REOPENS} AND NOT NEW.was_reopened"
        " BEGIN UPDATE request SET was_reopened = true WHERE id = NEW.id; END"
    )
    op.execute(
        f"CREATE TRIGGER entry_answers AFTER INSERT ON entry WHEN {_IS_SAID} BEGIN UPDATE request"
        f" SET is_unanswered = NOT is_unanswered WHERE id = NEW.request_id AND is_unanswered <> ({_ASKS}); END"
    )


def _postgresql_triggers() -> None:
    op.execute("""
CREATE FUNCTION request_reopened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.was_reopened := true;
  RETURN NEW;
END $$
""")
    op.execute(
        f"CREATE TRIGGER request_reopened BEFORE UPDATE OF state_kind ON request FOR EACH ROW WHEN ({_REOPENS})"
        " EXECUTE FUNCTION request_reopened()"
    )
    op.execute(f"""
CREATE FUNCTION entry_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE request SET is_unanswered = NOT is_unanswered
    WHERE id = NEW.request_id AND is_unanswered <> ({_ASKS});
  RETURN NULL;
END $$
""")
    op.execute(
        f"CREATE TRIGGER entry_answers AFTER INSERT ON entry FOR EACH ROW WHEN ({_IS_SAID})"
        " EXECUTE FUNCTION entry_answers()"
    )
