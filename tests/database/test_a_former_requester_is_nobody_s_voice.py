"""Whose request has become somebody else's writes for themselves: their words join it no more, and staff knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.people.senders import know_contact
from dispatch.requests.requester import change_requester
from dispatch.upkeep.rights.corrections import rectify
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import load, newest_version
from models.vocabulary import ActorRole
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN, KEEPER

MOTHER = "mere@example.org"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A request of the daughter's, which waits for an answer of the requester's."""
    made = Counter(Desk(town_database, tmp_path))
    made.citizen("Le chauffage du gymnase Guimard est en panne.", subject="Chauffage")
    made.agent("en attente : à quelle heure pouvons-nous venir ?")
    made.deliver()
    yield made
    made.desk.close()


def becomes_the_mother_s(counter: Counter) -> None:
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session))
        request, now = lock_request(session, in_force, 1), counter.desk.clock()
        change = Change(
            session, in_force, request, Actor(ActorRole.AGENT, None, "Sophie", "cli"), "cli:1", now
        )
        change_requester(change, know_contact(session, MOTHER, "Rose Petit", now), before="Jeanne Petit")
    counter.deliver()


def is_put_right(counter: Counter) -> None:
    with counter.desk.database.transaction() as session:
        found = know_contact(session, CITIZEN, "", counter.desk.clock())
        rectify(session, found, name=None, locale="", contact=MOTHER, region="FR")


@pytest.mark.parametrize("words", ["Mardi à 10 h.", "ANNULER", "Merci, c'est réglé."])
@pytest.mark.parametrize("how", [becomes_the_mother_s, is_put_right])
def test_what_the_old_address_writes_is_a_request_of_its_own(
    counter: Counter, how: Callable[[Counter], None], words: str
) -> None:
    to = counter.address(1, CITIZEN, Purpose.REQUESTER)
    how(counter)
    before = len(counter.outbox())
    wrote = counter.citizen(words, to=to, subject="Re: [2026-00001] Chauffage")
    assert counter.outcome(wrote).startswith("new_request")
    assert counter.state() == "waiting"
    assert words not in [line["text"] for line in counter.request()["entries"]]
    told = counter.outbox()[before:]
    assert {row["request_id"] for row in told if row["recipient"] == CITIZEN} == {2}
    assert MOTHER not in {row["recipient"] for row in told}
    (note,) = [row for row in told if row["recipient"] == KEEPER]
    assert (note["request_id"], note["data"]["reason"]) == (1, "written_elsewhere")


def test_the_new_requester_s_words_join(counter: Counter) -> None:
    becomes_the_mother_s(counter)
    to = counter.address(1, MOTHER, Purpose.REQUESTER)
    wrote = counter.citizen("Mardi à 10 h.", sender=MOTHER, to=to, subject="Re: [2026-00001] Chauffage")
    assert counter.outcome(wrote).startswith("follow_up")
    assert counter.state() == "taken"
