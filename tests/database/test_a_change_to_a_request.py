"""A change writes by the names of the organisation, and the request in hand is what the database has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM, Actor
from dispatch.history.change import Change
from dispatch.history.request import find_requests, lock_request, read_request
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.numbers_and_links import link
from models.store.database import Database
from models.store.organisations import InForce, load, newest_version
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import ActorRole, StateKind
from tests.desk import Desk
from tests.letters import write

_entries = table_of(Entry)


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(town_database, tmp_path)
    made.take()
    made.take(write("Une autre ampoule, à la mairie."))
    while made.processor().process_next():
        pass
    yield made
    made.close()


def in_force_of(session: Session) -> InForce:
    version = newest_version(session)
    assert version is not None
    return load(session, version)


@contextmanager
def changing(desk: Desk, actor: Actor = SYSTEM) -> Iterator[Change]:
    with desk.database.transaction() as session:
        in_force = in_force_of(session)
        request = lock_request(session, in_force, 1)
        yield Change(session, in_force, request, actor, "a test", desk.clock())


def entries(desk: Desk, request_id: int) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        query = sa.select(_entries).where(_entries.c.request_id == request_id).order_by(_entries.c.id)
        return [dict(row) for row in session.connection().execute(query).mappings()]


def test_what_is_changed_is_in_the_row_and_in_the_hand(desk: Desk) -> None:
    with changing(desk) as change:
        before = change.request
        agent = next(iter(change.in_force.agent_ids))
        service = next(key for key in change.in_force.service_ids if key != before.service)
        desk.clock.pass_seconds(60)
        change.now = desk.clock()
        change.update(
            state="en_cours", kind=StateKind.OPEN, assignee=agent, service=service, fields={"a": "b"}
        )
        held = change.request
        assert (held.assignee, held.service, held.kind, held.fields) == (agent, service, "open", {"a": "b"})
        assert before.updated_at < held.updated_at == desk.clock()
    with desk.database.reading() as session:
        assert read_request(session, in_force_of(session), 1) == held


def test_a_key_that_the_organisation_lacks_is_never_written(desk: Desk) -> None:
    with pytest.raises(KeyError), changing(desk) as change:
        change.update(service="no-such-service")
    with desk.database.reading() as session:
        found = read_request(session, in_force_of(session), 1)
    assert found is not None and found.service != "no-such-service"


def test_a_request_in_hand_cannot_be_changed_but_by_writing(desk: Desk) -> None:
    with changing(desk) as change, pytest.raises(FrozenInstanceError):
        change.request.state = "done"  # type: ignore[misc]  # that is what is tried


def test_how_the_actor_was_known_stands_with_what_they_did(desk: Desk) -> None:
    with changing(desk, Actor(ActorRole.AGENT, name="Karim Benali", proof="token")) as change:
        change.write(EntryKind.NOTE, text="à voir", data={"seen": True})
        change.write(EntryKind.NOTE, SYSTEM, text="de soi-même")
    signed, unsigned = entries(desk, 1)[-2:]
    assert (signed["actor_role"], signed["data"]) == ("agent", {"seen": True, "proof": "token"})
    assert (unsigned["actor_role"], unsigned["data"]) == ("system", {})


def test_a_request_is_given_to_an_agent_and_to_a_service(desk: Desk) -> None:
    with changing(desk) as change:
        agent = next(iter(change.in_force.agent_ids))
        assign_agent(change, agent, "pour vous")
        assert change.request.assignee == agent
        service = next(key for key in change.in_force.service_ids if key != change.request.service)
        chosen = assign_service(change, service)
        assert (change.request.service, change.request.assignee) == (service, chosen)
        with pytest.raises(ValueError):
            assign_service(change, "no-such-service")
    first, second = [row for row in entries(desk, 1) if row["kind"] == EntryKind.ASSIGNMENT][-2:]
    assert (first["data"]["agent"], first["text"]) == (agent, "pour vous")
    assert first["data"]["from"] == {"service": "batiments", "agent": "karim-benali"}
    before = {"service": "batiments", "agent": agent}
    assert second["data"] == {"service": service, "agent": chosen, "from": before}


def test_a_link_is_said_in_the_history_of_both(desk: Desk) -> None:
    with changing(desk) as change:
        link(change, 2, "the same lamp")
    one, other = entries(desk, 1)[-1], entries(desk, 2)[-1]
    assert one["data"] == {"request_id": 2, "reason": "the same lamp"}
    assert other["data"] == {"request_id": 1, "reason": "the same lamp"}


def test_requests_are_found_oldest_first_and_one_that_is_gone_is_none(desk: Desk) -> None:
    with desk.database.reading() as session:
        in_force = in_force_of(session)
        assert [request.id for request in find_requests(session, in_force)] == [1, 2]
        assert read_request(session, in_force, 99) is None
