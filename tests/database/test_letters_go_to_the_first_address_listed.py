"""An agent or official with several addresses gets letters at the first that the organisation lists; from the others
they only write.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.people.contacts import contact_of
from models.organisation import Organisation
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.vocabulary import Channel
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import KEEPER

PRIVATE, SECOND = "aaa.karim@perso.example.org", "zzz.karim@perso.example.org"
BROKEN = "La porte de l’école Jules Ferry ne ferme plus."


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(Desk(town_database, tmp_path))
    yield made
    made.desk.close()


def in_force(counter: Counter) -> Organisation:
    with counter.desk.database.transaction() as session:
        return load(session, newest_version(session) or 0).organisation


def give(counter: Counter, kind: str, key: str, *emails: str) -> None:
    """These addresses to one agent or official, in this order."""
    before = in_force(counter)
    new = {"emails": emails, **({"preferred_channel": Channel.EMAIL} if kind == "agents" else {})}
    people = tuple(each.model_copy(update=new) if each.key == key else each for each in getattr(before, kind))
    with counter.desk.database.transaction() as session:
        apply(
            session, before.model_copy(update={kind: people}), by="a test", note="", now=counter.desk.clock()
        )


def reached_at(counter: Counter, address: str) -> str:
    """Where somebody with this address is written to."""
    with counter.desk.database.transaction() as session:
        contact = contact_of(session, counter.person(address))
    assert contact is not None
    return contact.written


def test_a_private_address_written_from_gets_no_letter_of_the_town(counter: Counter) -> None:
    give(counter, "agents", "karim-benali", KEEPER, PRIVATE, SECOND)
    assert reached_at(counter, SECOND) == KEEPER
    give(counter, "agents", "karim-benali", SECOND, KEEPER, PRIVATE)
    assert reached_at(counter, KEEPER) == SECOND


def test_an_order_from_another_address_of_theirs_counts(counter: Counter) -> None:
    give(counter, "agents", "karim-benali", KEEPER, PRIVATE)
    counter.citizen(BROKEN)
    counter.agent("pris en charge", agent=PRIVATE, to=counter.address(1, KEEPER))
    assert counter.column("state") == "taken"


def test_an_official_is_written_to_at_the_first_address_too(counter: Counter) -> None:
    listed = next(each for each in in_force(counter).officials if each.key == "helene-roche")
    give(counter, "officials", "helene-roche", *listed.emails, PRIVATE)
    assert reached_at(counter, PRIVATE) == listed.emails[0]
