"""A mark that answers a survey is kept with its words; a bad one is told to whoever leads the service, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import find_requests
from dispatch.notices.tell import News, tell_requester
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import load, newest_version
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN, ROADS_AGENT, ROADS_MANAGER


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose requester was asked what they think of what was done."""
    made = Counter(Desk(database, tmp_path))
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    made.agent("terminé", agent=ROADS_AGENT)
    with database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        (request,) = find_requests(session, in_force)
        change = Change(session, in_force, request, SYSTEM, "a survey", made.desk.clock())
        assert tell_requester(change, News("survey"))
    yield made
    made.desk.close()


@pytest.mark.parametrize(
    ("said", "mark", "told"),
    [
        ("2\nTrop long.", 2, [ROADS_AGENT, ROADS_MANAGER]),
        ("1", 1, [ROADS_AGENT, ROADS_MANAGER]),
        ("4\nMerci, mais tard.", 4, [ROADS_AGENT]),
        ("5", 5, []),
    ],
)
def test_a_mark_and_its_words_are_kept_and_told(
    counter: Counter, said: str, mark: int, told: list[str]
) -> None:
    counter.citizen(said, subject="Re: Votre avis", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    (kept,) = [each for each in counter.request()["entries"] if "score" in (each.get("data") or {})]
    assert (kept["data"]["score"], kept["text"]) == (mark, said)
    assert [row["recipient"] for row in counter.outbox("requester_reply")] == told
    assert counter.state() == "done"


def test_a_manager_who_did_the_work_is_told_once(counter: Counter) -> None:
    counter.agent("affecter à Inès Leroy", agent=ROADS_AGENT)
    counter.citizen("1", subject="Re: Votre avis", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert [row["recipient"] for row in counter.outbox("requester_reply")] == [ROADS_MANAGER]
