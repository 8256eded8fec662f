"""Requests are found by their words: an index of subject, history, people and places, kept by the database itself.

SQLite: FTS5 over a view, so that no text is kept twice. What leaves the index must be named as it went in: triggers
before a change take out the words that the view still gives, triggers after it put in the new ones. PostgreSQL: a
`tsvector` for each request, made anew by a function.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from models.folding import fold

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

#: What is read of one request: characters of an entry, entries, characters after which no further entry is begun.
_OF_ENTRY, _ENTRIES, _IN_ALL = 50_000, 200, 100_000
_OPEN = "IN ('new', 'open', 'waiting')"
#: What the board and the lists walk: what is in hand, and what came to its end.
_INDEXES = (
    ("request_in_hand",
     ["due_at", "id", "state", "state_kind", "workflow_key", "service_id", "assignee_id", "building_id", "priority"],
     f"state_kind {_OPEN} AND erased_at IS NULL"),
    ("request_ended",
     ["closed_at", "workflow_key", "state", "state_kind", "service_id", "assignee_id", "building_id", "id"],
     "erased_at IS NULL"),
)  # fmt: skip
#: Letters that are two: no tokenizer parts them.
_TWO = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
_LETTERS = [chr(at) for at in range(0xC0, 0x250) if len(fold(chr(at))) == 1 and fold(chr(at)) != chr(at)]
_SIGNS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~’‘“”«»…–—·•°§¶"


def upgrade() -> None:
    for name, columns, where in _INDEXES:
        op.create_index(name, "request", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _plain(text: str) -> str:
    for letter, two in _TWO.items():
        text = f"replace({text}, '{letter}', '{two}')"
    return text


def _said(request: str, least: str, more: str = "") -> str:
    """The entries of a request that have words, each with the characters that stand before it."""
    counted = f"{least}(length(text), {_OF_ENTRY})"
    return (
        f"SELECT substr(text, 1, {_OF_ENTRY}) AS text, id, sum({counted}) OVER (ORDER BY id) - {counted} AS before"
        f" FROM entry WHERE request_id = {request} AND text <> ''{more} ORDER BY id LIMIT {_ENTRIES}"
    )


def _words(together: str, least: str) -> str:
    """Everything that a request `r` is found by, as one text. Numbers stand there as they are dialled, too."""
    national = "CASE WHEN {0} LIKE '+33%' THEN ' ¶ 0' || substr({0}, 4) ELSE '' END"
    return (
        "substr(r.subject, 1, 2000)"
        " || ' ¶ ' || coalesce((SELECT b.name FROM building b WHERE b.id = r.building_id), '')"
        " || ' ¶ ' || coalesce((SELECT substr(p.name, 1, 2000) || ' ¶ ' || p.told_phone || "
        + national.format("p.told_phone")
        + " FROM person p WHERE p.id = r.requester_id), '')"
        f" || ' ¶ ' || coalesce((SELECT {together}(c.written || {national.format('c.written')}, ' ¶ ') FROM"
        " (SELECT written FROM contact_point WHERE person_id = r.requester_id ORDER BY id LIMIT 100) c), '')"
        f" || ' ¶ ' || coalesce((SELECT {together}(e.text, ' ¶ ') FROM ({_said('r.id', least)}) e"
        f" WHERE e.before < {_IN_ALL}), '')"
    )


def _sqlite() -> None:
    marks = (
        f"CASE WHEN r.state_kind {_OPEN} THEN 'open' ELSE 'closed' END || ' n' || r.number"
        " || ' r' || r.year || 'n' || r.number"
    )
    words = _plain(_words("group_concat", "min"))
    op.execute(f"CREATE VIEW request_text AS SELECT r.id AS id, {words} AS words, {marks} AS marks FROM request r")
    op.execute(
        "CREATE VIRTUAL TABLE request_words USING fts5(words, marks, content='request_text', content_rowid='id',"
        " columnsize=0, tokenize='unicode61 remove_diacritics 2')"
    )
    of_person = "id IN (SELECT id FROM request WHERE requester_id = {})"
    # An entry after the last one that is read changes nothing, and costs nothing.
    earlier = _said("NEW.request_id", "min", " AND id IS NOT NEW.id")
    room = (
        f"(SELECT count(*) < {_ENTRIES} AND coalesce(sum(length(text)), 0) < {_IN_ALL} FROM ({earlier}))"
    )
    for name, event, when, which in (
        ("request", "UPDATE OF subject, state_kind, building_id, requester_id, year, number ON request",
         "OLD.subject IS NOT NEW.subject OR OLD.building_id IS NOT NEW.building_id"
         " OR OLD.requester_id IS NOT NEW.requester_id OR OLD.year IS NOT NEW.year OR OLD.number IS NOT NEW.number"
         f" OR (OLD.state_kind {_OPEN}) <> (NEW.state_kind {_OPEN})", "id = NEW.id"),
        ("entry_added", "INSERT ON entry", f"NEW.text <> '' AND {room}", "id = NEW.request_id"),
        ("entry_changed", "UPDATE OF text, request_id ON entry",
         "OLD.text IS NOT NEW.text OR OLD.request_id IS NOT NEW.request_id", "id IN (OLD.request_id, NEW.request_id)"),
        ("entry_gone", "DELETE ON entry", "OLD.text <> ''", "id = OLD.request_id"),
        ("person", "UPDATE OF name, told_phone ON person",
         "OLD.name IS NOT NEW.name OR OLD.told_phone IS NOT NEW.told_phone", of_person.format("NEW.id")),
        ("contact_added", "INSERT ON contact_point", "1", of_person.format("NEW.person_id")),
        ("contact_changed", "UPDATE OF written, person_id ON contact_point",
         "OLD.written IS NOT NEW.written OR OLD.person_id IS NOT NEW.person_id",
         "id IN (SELECT id FROM request WHERE requester_id IN (OLD.person_id, NEW.person_id))"),
        ("contact_gone", "DELETE ON contact_point", "1", of_person.format("OLD.person_id")),
        ("building", "UPDATE OF name ON building", "OLD.name IS NOT NEW.name",
         "id IN (SELECT id FROM request WHERE building_id = NEW.id)"),
    ):  # fmt: skip
        op.execute(f"CREATE TRIGGER words_before_{name} BEFORE {event} WHEN {when} BEGIN {_take_out(which)}; END")
        op.execute(f"CREATE TRIGGER words_after_{name} AFTER {event} WHEN {when} BEGIN {_put_in(which)}; END")
    op.execute(f"CREATE TRIGGER words_after_new AFTER INSERT ON request BEGIN {_put_in('id = NEW.id')}; END")
    op.execute(f"CREATE TRIGGER words_before_gone BEFORE DELETE ON request BEGIN {_take_out('id = OLD.id')}; END")
    op.execute("INSERT INTO request_words (request_words) VALUES ('rebuild')")


def _take_out(which: str) -> str:
    return (
        "INSERT INTO request_words (request_words, rowid, words, marks)"
        f" SELECT 'delete', id, words, marks FROM request_text WHERE {which}"
    )


def _put_in(which: str) -> str:
    return f"INSERT INTO request_words (rowid, words, marks) SELECT id, words, marks FROM request_text WHERE {which}"


def _postgresql() -> None:
    op.create_table(
        "request_words",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], ondelete="CASCADE"),
    )
    run = op.get_bind().exec_driver_sql
    letters, folded = "".join(_LETTERS), "".join(fold(each) for each in _LETTERS)
    run(f"""
CREATE FUNCTION words_of(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple',
    lower(translate({_plain("said")}, '{letters}{_SIGNS}''', '{folded}{" " * (len(_SIGNS) + 1)}')))
$$
""".replace("%", "%%"))
    words = _words("string_agg", "least").replace("%", "%%")
    run(f"""
CREATE FUNCTION words_of_request(wanted integer) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT words_of({words}) || array_to_tsvector(ARRAY[
      CASE WHEN r.state_kind {_OPEN} THEN '=open' ELSE '=closed' END, '=n' || r.number, '=r' || r.year || 'n' || r.number])
  FROM request r WHERE r.id = wanted
$$
""")
    # Who waits for the row sees afterwards what the other wrote: the words are put together under the lock.
    run("""
CREATE FUNCTION note_words(wanted integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO request_words (request_id, words) VALUES (wanted, ''::tsvector) ON CONFLICT (request_id) DO NOTHING;
  PERFORM 1 FROM request_words WHERE request_id = wanted FOR UPDATE;
  UPDATE request_words SET words = words_of_request(wanted) WHERE request_id = wanted;
END $$
""")
    for name, table, event, when, then in (
        ("new", "request", "INSERT", "", "PERFORM note_words(NEW.id)"),
        ("request", "request", "UPDATE OF subject, state_kind, building_id, requester_id, year, number",
         "WHEN (OLD.subject <> NEW.subject OR OLD.building_id IS DISTINCT FROM NEW.building_id"
         " OR OLD.requester_id <> NEW.requester_id OR OLD.year <> NEW.year OR OLD.number <> NEW.number"
         f" OR (OLD.state_kind {_OPEN}) <> (NEW.state_kind {_OPEN}))", "PERFORM note_words(NEW.id)"),
        ("entry_added", "entry", "INSERT", "WHEN (NEW.text <> '')",
         f"IF EXISTS (SELECT 1 FROM ({_said('NEW.request_id', 'least')}) e WHERE e.id = NEW.id"
         f" AND e.before < {_IN_ALL}) THEN PERFORM note_words(NEW.request_id); END IF"),
        ("entry_changed", "entry", "UPDATE OF text, request_id",
         "WHEN (OLD.text <> NEW.text OR OLD.request_id <> NEW.request_id)",
         "PERFORM note_words(NEW.request_id);"
         " IF OLD.request_id <> NEW.request_id THEN PERFORM note_words(OLD.request_id); END IF"),
        ("entry_gone", "entry", "DELETE", "WHEN (OLD.text <> '')",
         "PERFORM note_words(id) FROM request WHERE id = OLD.request_id"),
        ("person", "person", "UPDATE OF name, told_phone",
         "WHEN (OLD.name <> NEW.name OR OLD.told_phone <> NEW.told_phone)",
         "PERFORM note_words(id) FROM request WHERE requester_id = NEW.id ORDER BY id"),
        ("contact_added", "contact_point", "INSERT", "",
         "PERFORM note_words(id) FROM request WHERE requester_id = NEW.person_id ORDER BY id"),
        ("contact_changed", "contact_point", "UPDATE OF written, person_id",
         "WHEN (OLD.written <> NEW.written OR OLD.person_id <> NEW.person_id)",
         "PERFORM note_words(id) FROM request WHERE requester_id IN (OLD.person_id, NEW.person_id) ORDER BY id"),
        ("contact_gone", "contact_point", "DELETE", "",
         "PERFORM note_words(id) FROM request WHERE requester_id = OLD.person_id ORDER BY id"),
        ("building", "building", "UPDATE OF name", "WHEN (OLD.name <> NEW.name)",
         "PERFORM note_words(id) FROM request WHERE building_id = NEW.id ORDER BY id"),
    ):  # fmt: skip
        run(f"CREATE FUNCTION words_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {then}; RETURN NULL; END $$")
        run(
            f"CREATE TRIGGER words_{name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION words_{name}()"
        )
    run("INSERT INTO request_words (request_id, words) SELECT id, words_of_request(id) FROM request")
    op.create_index("request_by_words", "request_words", ["words"], postgresql_using="gin")
