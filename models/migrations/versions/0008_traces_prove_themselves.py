"""Traces prove themselves: history and access log are chained, and neither is changed or deleted by accident."""

import sqlalchemy as sa
from alembic import op

from models.tables.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Name, table, what it watches, when it refuses, what it says.
_GUARDS = (
    ("entry_stays", "entry", "DELETE", "TRUE", "an entry is never deleted"),
    ("access_is_final", "access_record", "UPDATE", "TRUE", "a line of the access log is never changed"),
    (
        "access_stays",
        "access_record",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM trace_start WHERE chain = 'accesses' AND erased_before > OLD.at)",
        "a line of the access log stays until it was kept long enough",
    ),
    (
        "trace_link_is_final",
        "trace_link",
        "UPDATE",
        "NEW.chain <> OLD.chain OR NEW.position <> OLD.position OR NEW.row_id <> OLD.row_id "
        "OR NEW.digest <> OLD.digest OR NEW.link <> OLD.link OR length(NEW.salt) > 0",
        "of a link only the salt is ever erased",
    ),
    (
        "trace_link_stays",
        "trace_link",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM trace_start WHERE chain = OLD.chain AND position >= OLD.position)",
        "a link stays until its row was kept long enough",
    ),
)


def upgrade() -> None:
    op.create_table(
        "trace_link",
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "position"),
        # Read in its own order, a million at a time.
        sqlite_with_rowid=False,
    )
    op.create_index("trace_link_of_row", "trace_link", ["chain", "row_id"])
    op.create_table(
        "trace_start",
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("erased_before", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chain"),
    )
    op.create_table(
        "trace_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for guard in _GUARDS:
        for statement in _on_sqlite(*guard) if sqlite else _on_postgresql(*guard):
            op.execute(statement)


def _on_sqlite(name: str, table: str, on: str, when: str, said: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {name} BEFORE {on} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END",
    )


def _on_postgresql(name: str, table: str, on: str, when: str, said: str) -> tuple[str, ...]:
    back = "OLD" if on == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{said}'; END IF; RETURN {back}; END $$",
        f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
