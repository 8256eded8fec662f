"""Applying an organisation: who has which address, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.organisation import Agent, Organisation, Service, Town
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.sessions import WebSession
from models.values import ContactKind

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
_contacts, _persons, _sessions = table_of(ContactPoint), table_of(Person), table_of(WebSession)


def town(*agents: Agent, mailbox: str | None = None) -> Organisation:
    return Organisation(
        town=Town(name="Town", default_service="one"),
        services=(Service(key="one", name="One", email=mailbox),),
        agents=agents,
    )


def agent(key: str, *, name: str = "", email: str = "", phones: tuple[str, ...] = ()) -> Agent:
    return Agent(key=key, name=name or key, emails=(email or f"{key}@ville.test",), phones=phones)


def put_in_force(database: Database, organisation: Organisation) -> None:
    with database.transaction() as session:
        apply(session, organisation, by="a test", note="", now=NOW)


def persons_of_contacts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        rows = session.connection().execute(sa.select(_contacts.c.value, _contacts.c.person_id))
        return {row.value: row.person_id for row in rows}


def test_a_citizens_address_becomes_the_agents_and_counts_as_verified(database: Database) -> None:
    with database.transaction() as session:
        citizen = Person(name="Zoé", created_at=NOW)
        session.add(citizen)
        session.flush()
        assert citizen.id is not None
        session.add(
            ContactPoint(
                person_id=citizen.id, kind=ContactKind.EMAIL, value="zoe@ville.test", written="zoe@ville.test",
                created_at=NOW,
            )
        )  # fmt: skip
        before = citizen.id
    put_in_force(database, town(agent("zoe", phones=("06 39 98 00 12",))))
    with database.reading() as session:
        person = load(session, newest_version(session) or 0).agent_persons["zoe"]
        rows = session.connection().execute(sa.select(_contacts)).all()
    assert person != before
    assert {(row.value, row.person_id) for row in rows} == {
        ("zoe@ville.test", person),
        ("+33639980012", person),
    }
    assert all(row.verified_at is not None for row in rows)


def test_who_stays_keeps_their_person_and_an_address_goes_to_whom_the_newest_file_says(
    database: Database,
) -> None:
    put_in_force(database, town(agent("zoe", email="voirie@ville.test"), agent("luc")))
    first = persons_of_contacts(database)
    put_in_force(
        database, town(agent("luc", name="Luc B."), agent("zoe"), agent("ana"), mailbox="voirie@ville.test")
    )
    second = persons_of_contacts(database)
    assert second["luc@ville.test"] == first["luc@ville.test"]
    assert second["zoe@ville.test"] == first["voirie@ville.test"]
    assert second["voirie@ville.test"] not in (*first.values(), second["ana@ville.test"])
    with database.reading() as session:
        names = {row.id: row.name for row in session.connection().execute(sa.select(_persons))}
    assert names[second["luc@ville.test"]] == "Luc B."
    assert names[second["voirie@ville.test"]] == "One"


def test_a_hundred_agents_are_asked_for_and_made_in_no_more_round_trips_than_three(
    postgresql_url: str, open_database: Callable[[str], Database]
) -> None:
    database = open_database(postgresql_url)
    said: list[str] = []

    def statements(count: int) -> int:
        said.clear()
        agents = (agent(f"a{at}", phones=(f"06 39 98 {at // 100:02} {at % 100:02}",)) for at in range(count))
        put_in_force(database, town(*agents, mailbox="one@ville.test"))
        return len(said)

    def heard(*called: Any) -> None:
        said.append(called[2])

    sa.event.listen(database.engine, "before_cursor_execute", heard)
    assert statements(3) > 0
    few = statements(3)
    assert statements(100) <= few + 10


def test_who_leaves_is_signed_in_nowhere_even_when_they_come_back(database: Database) -> None:
    everybody = town(agent("zoe"), agent("luc"), agent("ann"))
    put_in_force(database, everybody)
    with database.transaction() as session:
        persons = dict(load(session, newest_version(session) or 0).agent_persons)
        for key, person_id in persons.items():
            session.add(
                WebSession(
                    secret_hash=key, person_id=person_id, as_staff=True, by="mail",
                    created_at=NOW, seen_at=NOW, expires_at=NOW + timedelta(hours=12),
                )
            )  # fmt: skip
    left = town(agent("zoe"), agent("ann").model_copy(update={"closed": True}))
    for organisation in (left, everybody):
        put_in_force(database, organisation)
    with database.reading() as session:
        rows = session.connection().execute(sa.select(_sessions.c.person_id, _sessions.c.ended_at))
        ended = {row.person_id: row.ended_at is not None for row in rows}
    assert {key: ended[person_id] for key, person_id in persons.items()} == {
        "zoe": False,
        "luc": True,
        "ann": True,
    }
