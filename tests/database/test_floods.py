"""A storm becomes a batch that is held and told once; nobody can make the town write without end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.inbound.who.storm import release_batch
from dispatch.notices.held import STORM_REASON
from dispatch.notices.queue import OVER_A_LIMIT
from dispatch.queries.limits import Group, held_back
from models.settings.settings import Settings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, write

_outbox = table_of(OutboundMessage)
#: Nothing proves what comes from there.
FAR_AWAY = "203.0.113.9"
#: Our own server in front, whose word about signatures is believed.
RELAY = "203.0.113.25"
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
                settings=Settings.model_validate(
                    {
                        "limits": limits,
                        "incidents": {"within_hours": 0},
                        "mail": {"authserv_id": "mx.ville.test", "relays": [RELAY]},
                    }
                ),
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


def held(desk: Desk) -> list[Group]:
    """What is held of the storms of each domain."""
    with desk.database.reading() as session:
        return held_back(session, desk.clock(), storm_reason=STORM_REASON, over_a_limit=OVER_A_LIMIT).domains


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


def signed_flood(desk: Desk, count: int, domain: str, words: str = "Ampoule") -> list[int]:
    """So many mails, each of an address of its own that its domain signs for."""
    said = {"Authentication-Results": f"mx.ville.test; dkim=pass header.d={domain}"}
    return [
        desk.take(
            write(
                f"{words} n° {number} au gymnase Guimard.",
                subject=f"Sujet {number}",
                sender=f"quelqu-un-{number}@{domain}",
                headers=said,
            ),
            peer=RELAY,
        )
        for number in range(count)
    ]


def test_one_signed_domain_takes_a_part_of_the_hour_and_all_others_are_heard(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_in_all_per_hour=20, answers_per_hour=10)
    numbers = signed_flood(desk, 20, "a.example.net") + signed_flood(desk, 20, "b.example.net")
    work(desk)
    assert Counter(desk.states()) == {"new_request": 4, "held": 36}
    acknowledged = sum(n for (kind, _), n in told(desk, "queued").items() if kind == "acknowledgement")
    assert acknowledged == 2, "a fifth of the answers as well"
    # Another such domain has a fifth of what is left, then everybody else the rest.
    signed_flood(desk, 20, "example.org")
    work(desk)
    assert Counter(desk.states()) == {"new_request": 7, "held": 53}
    others = signed_flood(desk, 9, "mail.gmail.com") + flood(desk, 4, rotating=True, peer=FAR_AWAY)
    work(desk)
    assert {desk.row(each).state for each in others} == {"new_request"}
    answered = {to for (kind, to), _ in told(desk, "queued").items() if kind == "acknowledgement"}
    assert len([each for each in answered if "gmail" in each]) == 7, "the hour of answers is theirs to use up"
    # Told once for each, and let go by its domain.
    assert told(desk)["alert", ADMINISTRATOR] == 5
    assert held(desk)[0] == Group("example.net", 36)
    with desk.database.transaction() as session:
        assert (
            release_batch(session, desk.clock(), "cli:sophie", sender="@Example.net", limit=2) == numbers[4:6]
        )
    work(desk)
    assert held(desk) == [Group("example.net", 34), Group("example.org", 17)]


def test_a_part_of_the_whole_hour_switches_the_bound_of_domains_off(make_desk: DeskMaker) -> None:
    desk = make_desk(storm_in_all_per_hour=8, domain_share_percent=100)
    signed_flood(desk, 12, "a.example.net")
    danger = signed_flood(desk, 1, "a.example.net", "Ça sent le gaz dans la cage d’escalier, venez vite.")[0]
    work(desk)
    assert Counter(desk.states()) == {"new_request": 9, "held": 4}
    assert desk.row(danger).state == "new_request"


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
