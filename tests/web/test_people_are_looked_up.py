"""Somebody calls: whoever works on their requests finds them by name, address or number, and nobody else does."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.queries.known import people
from dispatch.queries.known.people import find_known
from dispatch.sight.conditions import knows
from dispatch.sight.may_see import Placed, may_know
from dispatch.sight.viewer import viewer_of
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT
from tests.rows import in_rows
from tests.web.browsing import Counter
from tests.web.test_every_address_as_a_stranger import town as town

_people, _contacts = table_of(Person), table_of(ContactPoint)
NUMBER = "+33639980012"


def with_number(counter: Counter, address: str = CITIZEN) -> int:
    """The person of that address, who has a number besides."""
    person = counter.person_at(address)
    with counter.database.transaction() as session:
        made = {"person_id": person, "kind": "phone", "value": NUMBER, "written": NUMBER}
        made |= {"created_at": counter.clock(), "unreachable_reason": ""}
        session.connection().execute(sa.insert(_contacts).values(**made))
    return person


@in_rows(
    ("typed", "is_found"),
    [
        ("Jeanne Petit", True),
        ("jeanne PÉT", True),
        (CITIZEN, True),
        ("06 39 98 00 12", True),
        ("0639980012", True),
        ("+33 6 39 98 00 12", True),
        ("06 39 98 00 13", False),
        # Words of their message, and the number of their request, are not theirs.
        ("gymnase", False),
        ("Jeanne Guimard", False),
        ("1", False),
        ("?!", False),
    ],
)
def test_somebody_is_found_by_name_address_or_number_and_by_nothing_else(
    counter: Counter, typed: str, is_found: bool
) -> None:
    if not counter.entries():
        counter.ask()
        with_number(counter)
    page = counter.signed_in(KEEPER).session.get(
        f"{counter.address}/personnes", params={"q": typed}, timeout=60
    )
    assert page.status_code == 200
    assert ("Jeanne Petit</a>" in page.text) is is_found


def test_the_page_of_a_person_has_their_requests_that_the_reader_treats_and_how_they_are_reached(
    counter: Counter, town: Any
) -> None:
    person = with_number(counter)
    counter.ask("Un trou rue des Lilas.", subject="Trou de la rue", message_id="<trou@example.org>")
    counter.set("2026-00003", service_id=None, assignee_id=None, building_id=None)
    path = f"/personnes/{person}"
    page = counter.signed_in(KEEPER).open(path).text
    assert town.theirs in page
    assert "2026-00003" not in page and "Trou de la rue" not in page
    assert "06\u00a039\u00a098\u00a000\u00a012" in page and CITIZEN in page
    assert "2026-00003" in counter.signed_in(ADMINISTRATOR).open(path).text
    assert f'href="{path}"' in counter.signed_in(KEEPER).open(f"/demandes/{town.theirs}").text


def test_a_person_of_whose_requests_one_treats_none_is_not_there(counter: Counter, town: Any) -> None:
    person = counter.person_at(CITIZEN)
    answers = [town.stranger.open(f"/personnes/{number}") for number in (person, 99_999, "x", "0")]
    assert {each.status_code for each in answers} == {404}
    assert len({each.text for each in answers}) == 1
    assert "Jeanne" not in town.stranger.open(f"/personnes?q={CITIZEN}").text
    assert "Jeanne" not in town.stranger.open(f"/nouvelle?pour={person}").text
    citizen = counter.signed_in("luc@example.org", as_staff=False)
    assert citizen.open(f"/personnes/{counter.person_at('luc@example.org')}").status_code == 404
    assert citizen.open("/personnes?q=luc").status_code == 404


def test_an_administrator_finds_by_their_address_whoever_asked_nothing(counter: Counter) -> None:
    administrator = counter.signed_in(ADMINISTRATOR)
    assert f">{'Marc Durand'}</a>" in administrator.open(f"/personnes?q={ROADS_AGENT}").text
    assert "Marc Durand" not in counter.signed_in(KEEPER).open(f"/personnes?q={ROADS_AGENT}").text


def test_every_look_at_people_is_traced_and_without_the_words_of_the_search(counter: Counter) -> None:
    counter.ask()
    person = counter.person_at(CITIZEN)
    browser = counter.signed_in(KEEPER)
    browser.open("/personnes?q=jeanne")
    browser.open(f"/personnes/{person}")
    browser.open(f"/nouvelle?pour={person}")
    listed = counter.accesses("list")[-1]
    assert (listed.actor, listed.subject) == ("agent:karim-benali", "people")
    assert listed.data == {"filter": "words", "shown": 1}
    assert [row.subject for row in counter.accesses("read")] == [f"person:{person}"] * 2


def test_who_turned_out_to_be_somebody_else_leads_there_and_who_was_erased_is_gone(counter: Counter) -> None:
    counter.ask()
    counter.ask("Le portail.", sender="jp@example.org", name="J. Petit", message_id="<jp@example.org>")
    one, other = counter.person_at(CITIZEN), counter.person_at("jp@example.org")
    with counter.database.transaction() as session:
        run = session.connection().execute
        run(sa.update(_people).where(_people.c.id == other).values(merged_into_id=one))
    browser = counter.signed_in(ADMINISTRATOR)
    assert browser.open(f"/personnes/{other}").url == f"{counter.address}/personnes/{one}"
    with counter.database.transaction() as session:
        run = session.connection().execute
        run(sa.update(_people).where(_people.c.id == one).values(erased_at=counter.clock()))
    assert browser.open(f"/personnes/{one}").status_code == 404
    assert browser.open(f"/personnes/{other}").status_code == 404


def test_a_request_for_somebody_known_begins_with_their_name_and_address(counter: Counter) -> None:
    counter.ask()
    browser = counter.signed_in(KEEPER)
    page = browser.open(f"/nouvelle?pour={counter.person_at(CITIZEN)}").text
    assert f'value="{CITIZEN}"' in page and 'value="Jeanne Petit"' in page
    assert 'value="telephone" checked' in page


def test_a_word_that_everybody_writes_is_looked_for_so_far_and_the_page_says_so(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        counter.ask(sender=f"jeanne{number}@example.org", message_id=f"<{number}@example.org>")
    monkeypatch.setattr(people, "MOST_LOOKED", 2)
    page = counter.signed_in(KEEPER).open("/personnes?q=jeanne").text
    assert "2 personnes. Il peut y en avoir d’autres" in page


def test_the_database_says_who_may_be_looked_up_as_the_function_does(
    town_database: Database, tmp_path: Any
) -> None:
    counter = Counter(town_database, tmp_path)
    try:
        reference = counter.ask()
        person = counter.person_at(CITIZEN)
        with counter.database.reading() as session:
            in_force = counter.board.organisations.current(session).in_force
        today = in_force.organisation.town.local_day(counter.clock())
        for holder, service in product((None, "karim-benali"), (None, "batiments", "voirie")):
            counter.set(
                reference,
                assignee_id=in_force.agent_ids.get(holder or ""),
                service_id=in_force.service_ids.get(service or ""),
                building_id=None,
            )
            placed = Placed(person, service, holder, None)
            for key, theirs in [*in_force.agent_persons.items(), (None, person)]:
                who = viewer_of(in_force.organisation, today, person_id=theirs, agent=key)
                with counter.board.reads.looking() as session:
                    known = knows(session, who, in_force, person)
                    found = find_known(session, counter.board.reads, who, in_force, "petit", None).people
                assert known == may_know(who, [placed]), (key, holder, service)
                assert bool(found) == known
    finally:
        counter.close()
