# ruff: noqa: E501  # rows of a table, side by side
"""A database with as many requests as a town has after years, written in minutes; for measuring.

    python -m bench.fill DATABASE_URL REQUESTS

The database must be made already (`guichet init`), on PostgreSQL by a superuser, for whom triggers rest meanwhile.
Each request has a requester with an address, a message, three entries, two notices that were sent and, one in
three, a file. All are older than the last day; three in a hundred are open, new, taken or waiting, half of them late; one in thirteen is
nobody's, one in three has a type, some have a task. One in fifty was told on the telephone, one in twenty-five had words of
its requester after the first, one in a hundred was reopened. Seven in ten have a position in a town of some eleven kilometres,
every fourth of those in its middle; one in ten is about a building. The rows are made by the database itself, a table at
a time; what its triggers would have counted and indexed is counted and indexed once at the end.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.store.database import Database
from models.store.postgresql.bounds import unhurried

_TABLES = (
    "person", "contact_point", "request", "inbound_message", "entry", "outbound_message", "attachment",
    "task", "seen_message_id",
)  # fmt: skip
_SECONDS = 3 * 365 * 86_400
#: Every request has two of these, so that a search for one finds some and not all.
_WORDS = (
    "lampadaire", "trottoir", "gymnase", "poubelle", "fuite", "banc", "arbre", "chemin", "mairie", "volet", "porte",
    "grille", "fontaine", "panneau", "barrière", "caniveau", "horloge", "ascenseur", "radiateur", "clôture",
)  # fmt: skip

_AGAIN = """'{"from": "done", "to": "reopened"}'"""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the two databases say differently: a moment, a random key of 64 signs, some bytes."""

    at: str
    key: str
    raw: str


_SQLITE = _Dialect(
    "strftime('%Y-%m-%d %H:%M:%S.000000', {}, 'unixepoch')", "lower(hex(randomblob(32)))", "zeroblob(800)"
)
_POSTGRESQL = _Dialect(
    "to_timestamp({})",
    "md5(random()::text || {n}) || md5({n} || random()::text)",
    "convert_to(repeat('Il ne marche plus. ', 42), 'UTF8')",
)


def fill(database: Database, requests: int) -> None:
    """Add so many requests. Ids go on after those that are there."""
    with database.transaction() as session:
        connection = session.connection()
        run = connection.exec_driver_sql
        if database.is_sqlite:
            run("PRAGMA cache_size = -262144")
            _fill(connection, _SQLITE, requests)
        else:
            run("SET LOCAL lock_timeout = 0")
            run("SET LOCAL idle_in_transaction_session_timeout = 0")
            with unhurried(connection.connection.driver_connection):
                _fill(connection, _POSTGRESQL, requests)
    with database.transaction() as session:
        session.connection().exec_driver_sql("ANALYZE")


def _fill(connection: sa.Connection, says: _Dialect, requests: int) -> None:
    def run(statement: str) -> sa.CursorResult[Any]:
        # psycopg reads a single percent sign as the place of a value.
        return connection.exec_driver_sql(statement.replace("%", "%%") if says is _POSTGRESQL else statement)

    with_ids = _TABLES[:-1]
    highest = [int(run(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()) for table in with_ids]
    base = max(highest)
    _series(run, says, base, requests)
    rest = _rest_triggers(run, says)
    numbered = int(run("SELECT coalesce(max(number), 0) FROM request WHERE year = 2001").scalar_one())
    for statement in _rows(says, base, numbered, requests):
        run(statement)
    _count(run, says, base)
    for statement in rest:
        run(statement)
    if says is _POSTGRESQL:
        for table in with_ids:
            run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    run("DROP TABLE filling")


def _series(run: Any, says: _Dialect, base: int, requests: int) -> None:
    """One row for each request to come: its id, when, whether it is open, whose, and what about."""
    began = int(time.time()) - 86_400 - _SECONDS
    agents = [row[0] for row in run("SELECT id FROM agent ORDER BY id")]
    services = [row[0] for row in run("SELECT id FROM service ORDER BY id")]
    buildings = [row[0] for row in run("SELECT id FROM building ORDER BY id")]
    types = [row[0] for row in run("SELECT id FROM request_type ORDER BY id")] or ["NULL"]
    # A third of the number: what is open is told by its last two digits, and would be given to few.
    choose = "CASE (n / 3 * {odd}) % {many} " + "{cases} END"

    def one_of(values: list[str], odd: int) -> str:
        cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
        return choose.format(odd=odd, many=len(values), cases=cases)

    quoted = [f"'{word}'" for word in _WORDS]
    received = f"{began} + CAST(n AS BIGINT) * {_SECONDS} / {requests}"
    # Of what is open, half was due before today.
    near = f"{began + _SECONDS} + (n / 100 * 29 % 60 - 30) * 86400"
    due = f"CASE WHEN (n * 37) % 100 < 3 THEN {near} ELSE {received} + 1296000 END"
    run(
        "CREATE TEMPORARY TABLE filling AS WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series"
        f" WHERE n < {requests}) SELECT {base} + n AS id, n,"
        f" {says.at.format(received)} AS at,"
        f" {says.at.format(due)} AS due,"
        f" (n * 37) % 100 < 3 AS is_open, CASE WHEN (n * 37) % 100 >= 3 THEN CASE n % 25 WHEN 4 THEN 'refused' ELSE 'done' END"
        " ELSE CASE n / 100 % 5 WHEN 3 THEN 'open' WHEN 4 THEN 'waiting' ELSE 'new' END END AS kind,"
        f" CASE WHEN n % 3 = 0 THEN CAST({one_of([str(each) for each in types], 17)} AS INTEGER) END AS type,"
        f" CASE WHEN n % 13 > 0 THEN {one_of([str(each) for each in agents], 7)} END AS agent,"
        f" {one_of([str(each) for each in services], 11)} AS service,"
        f" CASE WHEN n % 10 = 9 THEN {one_of([str(each) for each in buildings], 13)} END AS building,"
        f" {one_of(quoted, 1)} AS about, {one_of(quoted, 3)} AS also FROM series"
    )


def _rows(says: _Dialect, base: int, numbered: int, requests: int) -> list[str]:
    """Each table after those that it points to."""
    key = says.key.format(n="id")
    address = "'citizen-' || id || '@example.org'"

    def degrees(start: str, span: str, middle: str, narrow: str, odd: int, many: int) -> str:
        at = f"((CAST(n AS BIGINT) * {odd}) % {many}) / {many}.0"
        return (
            f"CASE WHEN n % 10 < 7 THEN CASE WHEN n % 4 = 0 THEN {middle} + {at} * {narrow}"
            f" ELSE {start} + {at} * {span} END END"
        )

    told, asks, again = "n % 50 = 8", "n % 25 = 3", "n % 100 = 7"
    latitude = degrees("47.35", "0.1", "47.40", "0.01", 7919, 10007)
    longitude = degrees("0.60", "0.14", "0.68", "0.014", 10473, 10009)
    return [
        "INSERT INTO person (id, kind, name, locale, created_at)"
        " SELECT id, 'citizen', 'Citizen ' || id, 'fr', at FROM filling",
        "INSERT INTO contact_point (id, person_id, kind, value, written, created_at, unreachable_reason)"
        f" SELECT id, id, 'email', {address}, {address}, at, '' FROM filling",
        "INSERT INTO request (id, year, number, subject, state, state_kind, workflow_key, service_id, assignee_id,"
        " requester_id, priority, channel, reply_contact_id, locale, tags, fields, decision, created_at, updated_at,"
        f" latitude, longitude, building_id, closed_at, due_at, request_type_id, origin, is_unanswered, was_reopened) SELECT id, 2001, {numbered} + n, about || ' en panne',"
        " CASE kind WHEN 'open' THEN 'taken' ELSE kind END, kind, 'default', service, agent, id,"
        " CASE n % 40 WHEN 6 THEN 'urgent' WHEN 13 THEN 'high' ELSE 'normal' END, 'email', id, 'fr',"
        """ '[]', '{}', '{"steps": [], "disposition": "request"}', at, at"""
        f", {latitude}, {longitude}, building, CASE WHEN is_open THEN NULL ELSE at END, CASE WHEN n % 11 > 0 THEN due END, type,"
        f" CASE WHEN {told} THEN 'telephone' ELSE 'email' END, {asks}, {again} FROM filling",
        "INSERT INTO inbound_message (id, received_at, door, door_name, peer, envelope_from, recipients, raw,"
        " raw_sha256, raw_size_bytes, door_facts, state, reason, attempts, next_attempt_at, fence, processed_at,"
        " message_id, sender, subject, content_key, person_id, request_id, decision, mail_proof)"
        f""" SELECT id, at, CASE WHEN {told} THEN 'desk' ELSE 'smtp' END,"""
        f""" CASE WHEN {told} THEN 'telephone' ELSE '' END, '192.0.2.1', {address}, '["mairie@ville.test"]', {says.raw}, {key}, 800,"""
        f" '{{}}', 'new_request', '', 1, at, 1, at, 'filled-' || id || '@example.org', {address},"
        f" about || ' en panne', {key}, id, id, '{{}}', '{{\"by\": \"dkim\", \"failed\": \"\", \"carried\": []}}'"
        " FROM filling",
        *(
            "INSERT INTO entry (id, request_id, at, kind, actor_role, person_id, channel, public, text, quoted, data,"
            f" inbound_id) SELECT {base} + 3 * n - {2 - place}, id, at, '{kind}', '{who}', {person}, '{channel}',"
            f" {public}, {text}, '', '{{}}', {inbound} FROM filling"
            for place, kind, who, person, channel, public, text, inbound in (
                (0, "message_in", "requester", "id", "email", "true",
                 "'Bonjour, ' || about || ' et ' || also || ' ne marchent plus depuis hier devant chez moi.'", "id"),
                (1, "rule", "rule", "NULL", "", "false", "''", "NULL"),
                (2, "state", "system", "NULL", "", "false", "''", "NULL"),
            )
        ),
        *(
            "INSERT INTO entry (id, request_id, at, kind, actor_role, person_id, channel, public, text, quoted, data)"
            f" SELECT {base} + {place} * {requests} + n, id, at, '{kind}', '{who}', {person}, '{channel}', {public},"
            f" {text}, '', {data} FROM filling WHERE {some}"
            for place, kind, who, person, channel, public, text, data, some in (
                (3, "message_in", "requester", "id", "email", "true", "'Toujours rien.'", "'{}'", asks),
                (4, "state", "system", "NULL", "", "false", "''", _AGAIN, again),
            )
        ),
        *(
            "INSERT INTO outbound_message (id, created_at, notice, channel, audience, locale, person_id, recipient,"
            " recipient_name, request_id, entry_id, inbound_id, unique_key, data, attachment_ids, thread_ids, can_wait,"
            " state, attempts, next_attempt_at, fence, last_error, sent_at, carrier, message_id, segments, cost_micros)"
            f" SELECT {base} + 2 * n - {1 - place}, at, '{notice}', 'email', '{audience}', 'fr', id, {to}, '', id,"
            f" {base} + 3 * n - 2, id, 'filled:{place}:' || id, '{{}}', '[]', '[]', false, 'sent', 1, at, 1, '', at,"
            f" 'smtp', 'filled-{place}-' || id || '@ville.test', 0, 0 FROM filling"
            for place, notice, audience, to in (
                (0, "acknowledgement", "requester", address),
                (1, "assigned", "agent", "'voirie-' || service || '@agents.ville.test'"),
            )
        ),
        "INSERT INTO attachment (id, request_id, entry_id, filename, shown_name, content_type, size_bytes, sha256,"
        f" inline, decorative, content_id, derived_from) SELECT id, id, {base} + 3 * n - 2, 'photo.jpg', 'photo.jpg',"
        f" 'image/jpeg', 200, {key}, false, false, '', '' FROM filling WHERE n % 3 = 0",
        "INSERT INTO task (id, request_id, title, state, assignee_id, created_at, due_at, ended_at, comment)"
        " SELECT id, id, 'Voir sur place', CASE WHEN is_open THEN 'open' ELSE 'done' END, agent, at, due,"
        " CASE WHEN is_open THEN NULL ELSE at END, '' FROM filling WHERE n % 20 = 13 AND agent IS NOT NULL",
        f"INSERT INTO seen_message_id (id_hash, request_id, received) SELECT {key}, id, true FROM filling",
    ]  # fmt: skip


def _rest_triggers(run: Any, says: _Dialect) -> list[str]:
    """No triggers from now on; what brings them back."""
    if says is _POSTGRESQL:
        run("SET LOCAL session_replication_role = replica")
        return ["SET LOCAL session_replication_role = origin"]
    named = ", ".join(f"'{table}'" for table in _TABLES)
    found = run(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({named})").all()
    for name, _sql in found:
        run(f"DROP TRIGGER {name}")
    return [sql for _name, sql in found]


def _count(run: Any, says: _Dialect, base: int) -> None:
    """What triggers do for each row, for all of them."""
    run(
        "UPDATE agent SET open_requests = (SELECT count(*) FROM request WHERE request.assignee_id = agent.id"
        " AND request.state_kind IN ('new', 'open', 'waiting'))"
    )
    run(
        f"UPDATE storage SET attachment_bytes = attachment_bytes"
        f" + (SELECT coalesce(sum(size_bytes), 0) FROM attachment WHERE id > {base})"
    )
    run(
        f"UPDATE mail_storage SET raw_bytes = raw_bytes"
        f" + (SELECT coalesce(sum(raw_size_bytes), 0) FROM inbound_message WHERE id > {base})"
    )
    run(
        "INSERT INTO reference_counter (year, last_number) SELECT 2001, max(number) FROM request WHERE year = 2001"
        " ON CONFLICT (year) DO UPDATE SET last_number = excluded.last_number"
    )
    if says is _SQLITE:
        run(
            "INSERT INTO request_words (rowid, words, marks)"
            f" SELECT id, words, marks FROM request_text WHERE id > {base}"
        )
        return
    for table in _TABLES:  # or each request's words would be looked for in tables that seem to be empty
        run(f"ANALYZE {table}")
    run(
        "INSERT INTO request_words (request_id, words)"
        f" SELECT id, words_of_request(id) FROM request WHERE id > {base}"
    )
    run(
        "INSERT INTO request_words_in_hand (request_id, words) SELECT w.request_id, w.words FROM request_words w"
        f" JOIN request r ON r.id = w.request_id WHERE r.state_kind IN ('new', 'open', 'waiting') AND r.id > {base}"
    )


def main() -> None:
    url, requests = sys.argv[1], int(sys.argv[2])
    database, began, cpu = Database(url), time.monotonic(), time.process_time()
    fill(database, requests)
    database.close()
    print(
        f"{requests} requests in {time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of this process"
    )


if __name__ == "__main__":
    main()
