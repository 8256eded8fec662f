"""History is never changed: a written entry can only be erased, on both databases."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
WHEN NEW.erased_at IS NULL
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
"""
_FUNCTION = """
CREATE FUNCTION entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.erased_at IS NULL THEN RAISE EXCEPTION 'an entry is never changed'; END IF;
  RETURN NEW;
END $$
"""
_TRIGGER = "CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_final()"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE)
    else:
        op.execute(_FUNCTION)
        op.execute(_TRIGGER)
