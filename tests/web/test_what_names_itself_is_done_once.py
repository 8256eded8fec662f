"""A form of a page and a call of a program that name themselves are done once, and never lost: on each database."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from models.store.batching.rows import insert_once
from models.tables.columns import table_of
from models.tables.requests import EntryKind
from models.tables.sessions import SentForm
from tests.letters import KEEPER
from tests.web.browsing import Counter

_sent = table_of(SentForm)


def _words(counter: Counter, kind: EntryKind) -> list[str]:
    return [row.text for row in counter.entries() if row.kind == kind]


def test_what_a_browser_sends_is_written_before_it_is_said_to_be(counter: Counter) -> None:
    reference, agent, name = counter.ask(), counter.signed_in(KEEPER), str(uuid.uuid4())
    agent.open(f"/demandes/{reference}")
    fields = {"texte": "Bonjour Madame, je passe demain.", "envoi": name, "script": "1"}
    first = agent.send(f"/demandes/{reference}/repondre", **fields)
    assert (first.status_code, first.json()["repeated"]) == (200, False)
    assert _words(counter, EntryKind.MESSAGE_OUT) == ["Bonjour Madame, je passe demain."]
    agent.open(f"/demandes/{reference}")
    again = agent.send(f"/demandes/{reference}/repondre", **fields)
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert len(_words(counter, EntryKind.MESSAGE_OUT)) == 1


def test_what_a_program_names_is_done_once(counter: Counter) -> None:
    reference = counter.ask()
    glpi = counter.program()
    calls = [
        glpi.call(f"/requests/{reference}/notes", {"text": "vu", "seen": 999999}, Idempotency_Key="n-1")
        for _ in range(2)
    ]
    assert [each.json().get("repeated") for each in calls] == [False, True]
    assert _words(counter, EntryKind.NOTE) == ["vu"]


def test_a_row_is_added_once(counter: Counter) -> None:
    row = {"person_id": counter.person_at(KEEPER), "name": "x", "asked_hash": "", "seen": 0, "said": ""}
    with counter.database.transaction() as session:
        added = [
            insert_once(session.connection(), _sent, ("person_id", "name"), **row, created_at=counter.clock())
            for _ in range(2)
        ]
        found = session.connection().execute(sa.select(sa.func.count()).select_from(_sent)).scalar()
    assert (added, found) == ([True, False], 1)
