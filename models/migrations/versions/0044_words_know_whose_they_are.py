"""On PostgreSQL searches read no more than somebody may see, and requests answered by text have an index.

An index of words of PostgreSQL gives all it has: beside them stand marks of service, holder, building, type and of
whoever has a task. What is in hand has its words once more in a table of its own: a thousand pages, where they lay on
a page each among those of all years. SQLite walks its index, and needs neither.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_PLACE = ["service_id", "assignee_id", "building_id"]
_BY_CHANNEL = ["channel", "id", "state_kind", "due_at", *_PLACE, "request_type_id", "priority"]
#: A mark for each column, by its letter; 0 is the id of none.
_WHOSE = (("s", "service_id"), ("a", "assignee_id"), ("b", "building_id"), ("k", "request_type_id"))
_MARKS = "array_to_tsvector(ARRAY[{}] || {})".format(
    ", ".join(f"'={letter}' || coalesce(r.{column}, 0)" for letter, column in _WHOSE),
    "ARRAY(SELECT '=t' || t.assignee_id FROM task t WHERE t.request_id = r.id AND t.assignee_id IS NOT NULL)",
)
_OPEN = "IN ('new', 'open', 'waiting')"
#: What most texts are made of, the most frequent first. `translate` looks for each character from the beginning of its
#: list: before, each of these was compared with four hundred others that it is not.
_USUAL = " etaisnrulodcmpvqfbghjxyzwkETAISNRULODCMPVQFBGHJXYZWK0123456789\n"


def upgrade() -> None:
    some = sa.text("channel <> 'email' AND erased_at IS NULL")
    op.create_index("request_by_channel", "request", _BY_CHANNEL, sqlite_where=some, postgresql_where=some)
    if op.get_bind().dialect.name != "sqlite":
        _read_sooner()
        _functions()
        _mark_all()
        _put_in_hand()
        _triggers()


def _read_sooner() -> None:
    """`words_of` gives what it gave, in a quarter of the time."""
    run = op.get_bind().exec_driver_sql
    body = run("SELECT prosrc FROM pg_proc WHERE oid = 'words_of(text)'::regprocedure").scalar_one()
    before, between, after = body.rpartition("', '")
    assert before.count(", 'À") == 1
    anew = before.replace(", 'À", f", '{_USUAL}À") + between + _USUAL + after
    run(
        "CREATE OR REPLACE FUNCTION words_of(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
        f" AS $${anew}$$".replace("%", "%%")
    )


def _functions() -> None:
    """`words_of_request` with more marks, and what keeps both tables. In `plpgsql` it is planned once, not for each
    line of a history: a third of what a new request cost.
    """
    run = op.get_bind().exec_driver_sql
    body = run("SELECT prosrc FROM pg_proc WHERE oid = 'words_of_request(integer)'::regprocedure").scalar_one()
    first = "array_to_tsvector("
    assert body.count(first) == 1
    anew = body.replace(first, f"{_MARKS} || {first}").replace("%", "%%")
    run(
        "CREATE OR REPLACE FUNCTION words_of_request(wanted integer) RETURNS tsvector LANGUAGE plpgsql STABLE"
        f" AS $$ BEGIN RETURN ({anew}); END $$"
    )
    # Who waits for the row of all words sees afterwards what the other wrote: the copy is written under that lock.
    run("""
CREATE FUNCTION note_words_in_hand(wanted integer, said tsvector) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF said @@ '''=open'''::tsquery THEN
    INSERT INTO request_words_in_hand (request_id, words) VALUES (wanted, said)
      ON CONFLICT (request_id) DO UPDATE SET words = excluded.words;
  ELSE
    DELETE FROM request_words_in_hand WHERE request_id = wanted;
  END IF;
END $$
""")
    run("""
CREATE OR REPLACE FUNCTION note_words(wanted integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  said tsvector;
BEGIN
  INSERT INTO request_words (request_id, words) VALUES (wanted, ''::tsvector) ON CONFLICT (request_id) DO NOTHING;
  PERFORM 1 FROM request_words WHERE request_id = wanted FOR UPDATE;
  UPDATE request_words SET words = words_of_request(wanted) WHERE request_id = wanted RETURNING words INTO said;
  PERFORM note_words_in_hand(wanted, said);
END $$
""")
    # Nobody else knows a request that was made just now: there is nothing to lock.
    run("""
CREATE OR REPLACE FUNCTION words_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said tsvector := words_of_request(NEW.id);
BEGIN
  INSERT INTO request_words (request_id, words) VALUES (NEW.id, said);
  PERFORM note_words_in_hand(NEW.id, said);
  RETURN NULL;
END $$
""")


def _mark_all() -> None:
    """Every request's words written once, in the order of their numbers; the index is made afterwards."""
    run = op.get_bind().exec_driver_sql
    run("CREATE TABLE request_words_marked (request_id integer NOT NULL, words tsvector NOT NULL)")
    run(
        "INSERT INTO request_words_marked (request_id, words)"
        f" SELECT w.request_id, w.words || {_MARKS}"
        " FROM request_words w JOIN request r ON r.id = w.request_id ORDER BY w.request_id"
    )
    op.drop_table("request_words")
    op.rename_table("request_words_marked", "request_words")
    op.create_primary_key("request_words_pkey", "request_words", ["request_id"])
    _belongs("request_words")
    op.create_index("request_by_words", "request_words", ["words"], postgresql_using="gin")


def _put_in_hand() -> None:
    op.create_table(
        "request_words_in_hand",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    _belongs("request_words_in_hand")
    run = op.get_bind().exec_driver_sql
    # It is read whole: what is written anew stays on its page, and what is gone makes room soon.
    run("ALTER TABLE request_words_in_hand SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)")
    # The planner keeps samples of a table that was emptied: here these would be words of whoever is erased.
    run("ALTER TABLE request_words_in_hand ALTER COLUMN words SET STATISTICS 0")
    run(
        "INSERT INTO request_words_in_hand (request_id, words) SELECT w.request_id, w.words FROM request_words w"
        f" JOIN request r ON r.id = w.request_id WHERE r.state_kind {_OPEN} ORDER BY w.request_id"
    )
    for table in ("request_words", "request_words_in_hand"):
        run(f"ANALYZE {table}")


def _belongs(table: str) -> None:
    op.create_foreign_key(f"{table}_request_id_fkey", table, "request", ["request_id"], ["id"], ondelete="CASCADE")


def _triggers() -> None:
    """A request that goes to another service, holder or type is marked so, and one of which somebody has a task; the
    building was looked at before.
    """
    run = op.get_bind().exec_driver_sql
    whose = [column for _, column in _WHOSE]
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in whose)
    run("DROP TRIGGER words_request ON request")
    run(
        "CREATE TRIGGER words_request AFTER UPDATE OF subject, state_kind, requester_id, year, number,"
        f" {', '.join(whose)} ON request FOR EACH ROW WHEN (OLD.subject <> NEW.subject"
        " OR OLD.requester_id <> NEW.requester_id OR OLD.year <> NEW.year OR OLD.number <> NEW.number"
        f" OR {changed} OR (OLD.state_kind {_OPEN}) <> (NEW.state_kind {_OPEN})) EXECUTE FUNCTION words_request()"
    )
    run("""
CREATE FUNCTION words_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM note_words(id) FROM request WHERE id = OLD.request_id; END IF;
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.request_id <> OLD.request_id THEN
    PERFORM note_words(NEW.request_id);
  END IF;
  RETURN NULL;
END $$
""")
    run(
        "CREATE TRIGGER words_task AFTER INSERT OR DELETE OR UPDATE OF request_id, assignee_id ON task"
        " FOR EACH ROW EXECUTE FUNCTION words_task()"
    )
