"""An entry may cease to be public, and change in nothing else: words withdrawn before they left stay inside."""

from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEPT = ("id", "request_id", "at", "kind", "actor_role", "person_id", "channel", "text", "quoted", "inbound_id")
_SQLITE = f"""
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
WHEN NEW.erased_at IS NULL AND NOT (
  OLD.erased_at IS NULL AND NOT NEW.public AND NEW.data IS OLD.data
  AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)}
)
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
"""
# json has no equality: compared as it is written.
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.erased_at IS NULL AND NOT (
    OLD.erased_at IS NULL AND NOT NEW.public AND NEW.data::text IS NOT DISTINCT FROM OLD.data::text
    AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _KEPT)}
  ) THEN RAISE EXCEPTION 'an entry is never changed'; END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER entry_is_final")
        op.execute(_SQLITE)
    else:
        op.execute(_POSTGRESQL)
