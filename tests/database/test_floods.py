"""A storm becomes a batch that is held and told once; nobody can make the town write without end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.inbound.who.storm import release_batch
from models.settings.settings import Settings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, write

_outbox = table_of(OutboundMessage)
#: Nothing proves what comes from there.
FAR_AWAY = "203.0.113.9"
DeskMaker = Callable[..., Desk]


@pytest.fixture
def make_desk(town_database: Database, tmp_path: Path) -> Iterator[DeskMaker]:
    """Desks with limits of one's own."""
    made: list[Desk] = []

    def make(**limits: Any) -> Desk:
        made.append(
            Desk(
                town_database,
                tmp_path,
                settings=Settings.model_validate({"limits": limits, "incidents": {"within_hours": 0}}),
            )
        )
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def work(desk: Desk) -> None:
    processor = desk.processor()
    while processor.process_next():
        pass


def flood(desk: Desk, count: int, *, rotating: bool, words: str = "Ampoule", **changes: Any) -> list[int]:
    """So many mails, each with a subject of its own; rotating: each from an address of its own too."""
    return [
        desk.take(
            write(
                f"{words} n° {number} au gymnase Guimard.",
                subject=f"Sujet {number}",
                sender=f"quelqu-un-{number}@example.net" if rotating else CITIZEN,
            ),
            **changes,
        )
        for number in range(count)
    ]


def told(desk: Desk, *states: str) -> Counter[tuple[str, str]]:
    """How many notices of a kind there are for a recipient."""
    query = sa.select(_outbox.c.notice, _outbox.c.recipient, _outbox.c.state)
    with desk.database.reading() as session:
        rows = session.connection().execute(query).all()
    return Counter((row.notice, row.recipient) for row in rows if not states or row.state in states)


def test_a_storm_from_one_sender_is_one_batch_and_one_alert(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_of_sender_per_hour=5, acknowledgements_per_day=50)
    flood(desk, 40, rotating=False)
    work(desk)
    assert Counter(desk.states()) == {"new_request": 5, "held": 35}
    assert told(desk) == {
        ("acknowledgement", CITIZEN): 5,
        ("assigned", KEEPER): 5,
        ("alert", ADMINISTRATOR): 1,
    }
    # Whoever else writes is heard as ever.
    other = desk.take(write("Une ampoule au gymnase Guimard.", sender="luc@example.org"))
    work(desk)
    assert desk.row(other).state == "new_request"
    assert told(desk)["acknowledgement", "luc@example.org"] == 1


def test_an_hour_later_the_same_sender_is_heard_again(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_of_sender_per_hour=2)
    flood(desk, 4, rotating=False)
    work(desk)
    desk.clock.pass_seconds(3700)
    late = desk.take(write("Une vitre à la médiathèque."))
    work(desk)
    assert desk.row(late).state == "new_request"


def test_a_batch_is_let_go_by_sender_some_at_a_time(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_of_sender_per_hour=2)
    flood(desk, 6, rotating=False)
    work(desk)
    with desk.database.transaction() as session:
        assert release_batch(session, desk.clock(), "cli:sophie", sender="x@example.org") == []
        first = release_batch(session, desk.clock(), "cli:sophie", sender=CITIZEN.upper(), limit=3)
    assert first == [3, 4, 5]
    work(desk)
    assert Counter(desk.states()) == {"new_request": 5, "held": 1}


def test_strangers_with_ever_new_addresses_and_subjects_are_held_and_people_who_are_proved_are_not(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk(storm_of_strangers_per_hour=4)
    flood(desk, 30, rotating=True, peer=FAR_AWAY)
    work(desk)
    assert Counter(desk.states()) == {"new_request": 4, "held": 26}
    assert sum(told(desk).values()) == 2 * 4 + 1
    # Twice the same stranger is no friend either.
    again = desk.take(write("Encore.", sender="quelqu-un-20@example.net"), peer=FAR_AWAY)
    proved = desk.take(write("Une ampoule.", sender="luc@example.org"), peer="127.0.0.1")
    work(desk)
    assert (desk.row(again).state, desk.row(proved).state) == ("held", "new_request")
    assert told(desk)["alert", ADMINISTRATOR] == 1


def test_no_proof_lets_more_requests_in_than_anybody_can_read(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_in_all_per_hour=6)
    flood(desk, 30, rotating=True, peer="127.0.0.1")
    work(desk)
    assert Counter(desk.states()) == {"new_request": 6, "held": 24}


def test_somebody_in_danger_is_heard_through_a_storm(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_of_strangers_per_hour=2)
    flood(desk, 8, rotating=True, peer=FAR_AWAY)
    danger = desk.take(
        write("Ça sent le gaz dans toute la cage d’escalier, venez vite.", sender="anna@example.net"),
        peer=FAR_AWAY,
    )
    work(desk)
    assert desk.row(danger).state == "new_request"
    assert any(kind == "danger" for kind, _ in told(desk))


def test_answers_to_strangers_are_bounded_in_all_whatever_names_they_use(make_desk: DeskMaker) -> None:
    desk = make_desk(answers_per_hour=3)
    flood(desk, 12, rotating=True, peer=FAR_AWAY)
    work(desk)
    assert Counter(desk.states()) == {"new_request": 12}
    kinds = Counter(kind for kind, _ in told(desk, "queued").elements())
    assert kinds == {"acknowledgement": 3, "assigned": 12, "alert": 1}
    assert Counter(kind for kind, _ in told(desk, "held").elements()) == {"acknowledgement": 9}
