"""What all mail takes that is kept as it came is counted as it comes and goes: the doors know when there is no room."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEPT = "{row}.erased_at IS NULL"
_MORE = "UPDATE mail_storage SET raw_bytes = raw_bytes + NEW.raw_size_bytes WHERE id = 1"
_LESS = "UPDATE mail_storage SET raw_bytes = raw_bytes - OLD.raw_size_bytes WHERE id = 1"


def upgrade() -> None:
    # A row of its own: whoever decides a message counts its files in `storage`, and doors must not wait for that.
    op.create_table(
        "mail_storage",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raw_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO mail_storage (id, raw_bytes) SELECT 1, coalesce(sum(raw_size_bytes), 0)"
        " FROM inbound_message WHERE erased_at IS NULL"
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _sqlite_triggers() -> None:
    new, old = _KEPT.format(row="NEW"), _KEPT.format(row="OLD")
    for name, event, when, then in (
        ("stored", "INSERT", new, _MORE),
        ("erased", "UPDATE OF erased_at", f"{old} AND NEW.erased_at IS NOT NULL", _LESS),
        ("brought_back", "UPDATE OF erased_at", f"OLD.erased_at IS NOT NULL AND {new}", _MORE),
        ("gone", "DELETE", old, _LESS),
    ):
        op.execute(f"CREATE TRIGGER inbound_{name} AFTER {event} ON inbound_message WHEN {when} BEGIN {then}; END")


def _postgresql_triggers() -> None:
    # Once a statement, however many messages it stores.
    op.execute("""
CREATE FUNCTION inbound_stored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE mail_storage SET raw_bytes = raw_bytes
    + (SELECT coalesce(sum(raw_size_bytes), 0) FROM fresh WHERE erased_at IS NULL) WHERE id = 1;
  RETURN NULL;
END $$
""")
    op.execute(
        "CREATE TRIGGER inbound_stored AFTER INSERT ON inbound_message REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION inbound_stored()"
    )
    op.execute(f"""
CREATE FUNCTION inbound_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {_KEPT.format(row="OLD")} AND (TG_OP = 'DELETE' OR NEW.erased_at IS NOT NULL) THEN {_LESS}; END IF;
  IF TG_OP = 'UPDATE' AND OLD.erased_at IS NOT NULL AND NEW.erased_at IS NULL THEN {_MORE}; END IF;
  RETURN NULL;
END $$
""")
    op.execute(
        "CREATE TRIGGER inbound_erased AFTER UPDATE OF erased_at OR DELETE ON inbound_message"
        " FOR EACH ROW EXECUTE FUNCTION inbound_erased()"
    )
