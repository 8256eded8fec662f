"""A reference is easily guessed: naming a request that one does not see gives no right about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.notices.catalogue import notice_of
from models.signing.tokens import Purpose
from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import KEEPER, ROADS_AGENT

NEIGHBOUR = "voisin@example.org"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Counter:
    """A request of the buildings' keeper, and one of the roads."""
    made = Counter(Desk(town_database, tmp_path))
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.citizen("Un lampadaire clignote rue des Écoles.", sender=NEIGHBOUR, subject="Lampadaire")
    assert (made.request(1)["service"], made.request(2)["service"]) == ("batiments", "voirie")
    return made


def test_nobody_joins_a_request_to_one_that_they_do_not_see(counter: Counter) -> None:
    """Orders about either would arrive at the other: a guessed reference would hand over what others treat."""
    counter.agent("fusionner 2026-00001", about=2, agent=ROADS_AGENT)
    assert counter.help(ROADS_AGENT) == "unknown_request"
    counter.agent("affecter à Marc Durand", about=2, agent=ROADS_AGENT)
    assert counter.request(1)["assignee"] == "karim-benali"
    assert (counter.column("merged_into_id", 2), counter.state(2)) == (None, "new")


def test_a_manager_neither_as_long_as_the_other_service_is_led(counter: Counter) -> None:
    counter.agent("fusionner 2026-00002", about=1, agent=KEEPER)
    assert counter.help(KEEPER) == "unknown_request"
    assert counter.column("merged_into_id", 1) is None


def test_whoever_sees_both_joins_them(counter: Counter) -> None:
    counter.agent("affecter à Marc Durand", about=1)
    counter.agent("fusionner 2026-00001", about=2, agent=ROADS_AGENT)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)


@pytest.mark.parametrize(
    "line", ["doublon de {}", "fusionner {}", "Priorité haute\ndoublon de {}", "réunir {}"]
)
def test_what_is_not_seen_is_answered_as_what_is_not_there(counter: Counter, line: str) -> None:
    """Whoever tries numbers learns nothing of which there are, and changes nothing."""
    told = []
    for reference in ("2026-00001", "2026-00999"):
        counter.agent(line.format(reference), about=2, agent=ROADS_AGENT)
        letter = counter.outbox("command_help", ROADS_AGENT)[-1]["data"]
        told.append(str(letter).replace(reference, "…"))
    assert told[0] == told[1]
    assert counter.state(2) == "new"
    assert (counter.column("merged_into_id", 2), counter.column("priority", 2)) == (None, "normal")
    counter.agent("affecter à Inès Leroy", about=2, agent=ROADS_AGENT)
    assert counter.request(1)["assignee"] == "karim-benali"


def test_a_duplicate_of_what_is_seen_ends(counter: Counter) -> None:
    counter.agent("affecter à Marc Durand", about=1)
    counter.agent("doublon de 2026-00001", about=2, agent=ROADS_AGENT)
    assert counter.state(2) == "done"


def test_a_reference_alone_brings_no_address_that_orders(counter: Counter) -> None:
    """What answers a colleague who only named a request would else be the notice that hands it to them."""
    counter.agent("affecter à Marc Durand", agent=ROADS_AGENT, to="mairie@ville.test", subject="2026-00001")
    told = counter.outbox("command_help", ROADS_AGENT)[-1]
    assert (told["data"]["reason"], counter.request(1)["assignee"]) == ("not_signed", "karim-benali")
    kind = notice_of(told["notice"], told["audience"], told["data"])
    assert (kind.reply, kind.shows_verbs) == (Purpose.NOTE, False)
    counter.agent(
        "affecter à Marc Durand",
        agent=ROADS_AGENT,
        to=counter.address(1, ROADS_AGENT, Purpose.NOTE),
    )
    assert counter.request(1)["assignee"] == "karim-benali"


def test_the_address_of_a_colleague_brings_none_either(counter: Counter) -> None:
    counter.agent("affecter à Marc Durand", agent=ROADS_AGENT, to=counter.address(1, KEEPER))
    told = counter.outbox("command_help", ROADS_AGENT)[-1]
    assert notice_of(told["notice"], told["audience"], told["data"]).reply is Purpose.NOTE


def test_whoever_sees_the_request_is_told_how_to_act(counter: Counter) -> None:
    counter.agent("terminé", agent=KEEPER, to="mairie@ville.test", subject="2026-00001")
    told = counter.outbox("command_help", KEEPER)[-1]
    kind = notice_of(told["notice"], told["audience"], told["data"])
    assert (told["data"]["reason"], kind.reply, kind.shows_verbs) == ("not_signed", Purpose.ASSIGNEE, True)
