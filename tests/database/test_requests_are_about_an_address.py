"""A message that names an address of the town: the request has it, rules and notices use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.upkeep.retention.erase import erase_request
from models.addresses.register import Point
from models.organisation import Action, Condition, Near, Rule
from models.store.addresses import bring_register, register_in_force
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from tests.counter import Counter
from tests.desk import Desk, sample
from tests.photos import photo_taken_at

LILAS = (47.40350, 0.68420)
POINTS = (
    Point("Rue des Lilas", "Saint-Exemple", 12, "", *LILAS),
    Point("Rue des Lilas", "Saint-Exemple", 12, "bis", 47.40352, 0.68430),
    Point("Rue des Lilas", "Saint-Exemple", 41, "", 47.40352, 0.68900),
    Point("Avenue Jean Jaurès", "Saint-Exemple", 1, "", 47.40360, 0.68930),
    Point("Avenue Jean Jaurès", "Saint-Exemple", 150, "", 47.41360, 0.69930),
    Point("Impasse du Puits", "Saint-Exemple", 2, "", 47.42460, 0.65930),
    Point("Impasse du Puits", "Saint-Exemple", 4, "", 47.42470, 0.65940),
)


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    bring(made, POINTS)
    yield made
    desk.close()


def bring(counter: Counter, points: tuple[Point, ...]) -> None:
    desk = counter.desk
    with desk.database.transaction() as session:
        bring_register(session, points, source="adresses.csv", by="a test", now=desk.clock())


def rule(counter: Counter, near: Near, **then: Any) -> None:
    desk = counter.desk
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        first = Rule(key="autour", when=Condition(near=near), then=Action(**then))
        new = organisation.model_copy(update={"rules": (first, *organisation.rules)})
        apply(session, new, by="a test", note="", now=desk.clock())


def where(counter: Counter, number: int = 1) -> tuple[str, float | None, float | None]:
    return tuple(counter.column(name, number) for name in ("address", "latitude", "longitude"))  # type: ignore[return-value]


def test_the_number_that_is_named_says_where_it_is(counter: Counter) -> None:
    counter.citizen("Le lampadaire devant le 12 rue des lilas est éteint.")
    assert where(counter) == ("12 rue des Lilas", *LILAS)
    steps = {each["rule"]: each for each in counter.request()["steps"]}
    assert steps[":address"]["actions"] == ["address=12 rue des Lilas"]
    assert steps[":address"]["why"][0]["found"] == ["12 rue des lilas"]


def test_a_number_that_the_register_lacks_is_where_its_neighbour_is(counter: Counter) -> None:
    counter.citizen("Fuite d'eau au 16 rue des Lilas.")
    assert where(counter) == ("16 rue des Lilas", *LILAS)
    counter.citizen("Fuite d'eau au 200 rue des Lilas.", subject="Autre")
    assert where(counter, 2) == ("200 rue des Lilas", None, None)


def test_a_street_alone_has_a_position_when_it_is_short(counter: Counter) -> None:
    counter.citizen("Plus d'eau impasse du Puits.")
    address, latitude, longitude = where(counter)
    assert address == "Impasse du Puits"
    assert (latitude, longitude) == (pytest.approx(47.42465), pytest.approx(0.65935))
    counter.citizen("Un arbre penche avenue Jean Jaurès.", subject="Arbre")
    assert where(counter, 2) == ("Avenue Jean Jaurès", None, None)


def test_where_two_streets_meet_is_one_place(counter: Counter) -> None:
    counter.citizen("Nid-de-poule à l'angle de la rue des Lilas et de l'avenue Jean Jaurès.")
    address, latitude, longitude = where(counter)
    assert address == "Rue des Lilas / Avenue Jean Jaurès"
    assert (latitude, longitude) == (pytest.approx(47.40356), pytest.approx(0.68915))


@pytest.mark.parametrize(
    "text",
    [
        "Des trous au 12 rue des Lilas et au 41 rue des Lilas.",
        "Un trou entre la rue des Lilas et l'impasse du Puits.",
        "À l'angle de la rue des Lilas et de l'impasse du Puits.",
        "Un lampadaire est éteint devant chez moi.",
    ],
)
def test_what_is_not_sure_is_no_address(counter: Counter, text: str) -> None:
    counter.citizen(text)
    assert where(counter) == ("", None, None)


def test_a_photo_says_better_where_it_is_and_the_address_stays(counter: Counter) -> None:
    counter.citizen("Lampadaire cassé au 12 rue des Lilas.", files={"trou.jpg": photo_taken_at(48.0, 1.0)})
    assert where(counter) == ("12 rue des Lilas", 48.0, 1.0)


def test_a_rule_about_what_is_near_sees_the_address(counter: Counter) -> None:
    building = next(each for each in sample().buildings if each.latitude is not None)
    assert building.latitude is not None
    assert building.longitude is not None
    bring(counter, (Point("Rue du Test", "Saint-Exemple", 5, "", building.latitude, building.longitude),))
    rule(counter, Near(buildings=(building.key,), metres=60), building=building.key, tags=("autour",))
    counter.citizen("Un carton traîne au 5 rue du Test.")
    assert counter.request()["building"] == building.key
    assert counter.column("tags") == ["autour"]
    why = next(each for each in counter.request()["steps"] if each["rule"] == "autour")["why"][0]
    assert (why["condition"], why["where"]) == ("beside", "5 rue du Test")


def test_a_building_near_the_address_takes_nothing_by_itself(counter: Counter) -> None:
    building = next(each for each in sample().buildings if each.latitude is not None)
    assert building.latitude is not None
    assert building.longitude is not None
    bring(counter, (Point("Rue du Test", "Saint-Exemple", 5, "", building.latitude, building.longitude),))
    counter.citizen("Un carton traîne au 5 rue du Test.")
    assert where(counter)[0] == "5 rue du Test"
    assert counter.request()["building"] is None


def test_a_new_register_is_used_at_once_and_the_last_one_alone(counter: Counter) -> None:
    bring(counter, (Point("Rue Neuve", "Saint-Exemple", 1, "", 47.4, 0.6),))
    with counter.desk.database.reading() as session:
        register = register_in_force(session)
    assert register is not None
    assert (register.streets, register.addresses) == (1, 1)
    counter.citizen("Un trou au 1 rue Neuve.")
    counter.citizen("Un trou au 12 rue des Lilas.", subject="Trou")
    assert (where(counter, 1)[0], where(counter, 2)[0]) == ("1 rue Neuve", "")
    bring(counter, ())
    counter.citizen("Encore un trou au 1 rue Neuve.", subject="Encore")
    assert where(counter, 3)[0] == ""


def test_an_erased_request_is_nowhere(counter: Counter) -> None:
    counter.citizen("Un trou au 12 rue des Lilas.")
    desk = counter.desk
    desk.clock.now += timedelta(days=1)
    with desk.database.transaction() as session:
        erase_request(session, counter.column("id"), desk.clock())
    assert where(counter) == ("", None, None)
