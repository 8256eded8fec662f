"""Whether two messages report one incident: the same place and the same matter, or it is not proposed."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dispatch.requests.incidents.alike import Reported, alike, read_reported
from dispatch.requests.incidents.found import reported
from dispatch.rules.route import compile_rules
from tests.desk import sample
from tests.rows import in_rows

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
LAMP = "Le lampadaire de la rue du Moulin est éteint, on ne voit rien le soir."


def read(text: str, *, building: str | None = None, where: tuple[float, float] | None = None) -> Reported:
    return reported(compile_rules(sample()), "", text, building, where)


@in_rows(
    ("one", "other", "place", "sure"),
    [
        (LAMP, "bonjour lampadaire eteint rue du moulin depuis hier soir svp", "street", True),
        (LAMP, "Rue du Moulin, un lampadaire en panne devant chez moi.", "street", False),
        ("Fuite d'eau au 12 rue Victor Hugo, l'eau coule sur la chaussée.",
         "Une grosse fuite d'eau sur la chaussée, rue Victor Hugo, ça coule fort.", "street", True),
        ("Fuite d'eau sur la chaussée au 12 rue des Lilas.", "Fuite d'eau sur la chaussée au 98 rue des Lilas.",
         "street", False),
    ],
)  # fmt: skip
def test_the_same_matter_in_one_street_is_proposed(one: str, other: str, place: str, sure: bool) -> None:
    found = alike(read(one), read(other), 150)
    assert found is not None
    assert (found.place, found.is_sure) == (place, sure)


@in_rows(
    ("one", "other"),
    [
        (LAMP, "Le lampadaire de la rue des Lilas est éteint, on ne voit rien le soir."),
        (LAMP, "Il y a des encombrants sur le trottoir de la rue du Moulin."),
        (LAMP, "Je voudrais un acte de naissance, j'habite rue du Moulin."),
        ("Rue Victor Hugo un lampadaire est éteint.", "Rue Victor Schoelcher un lampadaire est éteint."),
        ("Je voudrais inscrire ma fille à la cantine, 3 rue du Moulin, merci de votre réponse",
         "Je voudrais inscrire mon fils à la cantine, 9 rue du Moulin, merci de votre réponse"),
        ("Demande d'acte de naissance, rue du Moulin", "Demande d'acte de naissance, rue du Moulin"),
        ("", ""),
    ],
)  # fmt: skip
def test_another_place_another_matter_and_what_concerns_one_person_are_not(one: str, other: str) -> None:
    assert alike(read(one), read(other), 150) is None


def test_a_building_and_photos_taken_close_by_are_places() -> None:
    one = read("Le chauffage est en panne dans les classes", building="ecole-jules-ferry")
    other = read("Plus de chauffage, les classes sont froides", building="ecole-jules-ferry")
    elsewhere = read("Plus de chauffage, les classes sont froides", building="mairie")
    assert alike(one, other, 150) is not None
    assert alike(one, elsewhere, 150) is None
    here, close, far = (48.8500, 2.3500), (48.8508, 2.3500), (48.8600, 2.3500)
    hole = "Un trou énorme dans la chaussée"
    found = alike(read(hole, where=here), read(hole, where=close), 150)
    assert found is not None and found.place == "near"
    assert alike(read(hole, where=here), read(hole, where=far), 150) is None
    # Both name the street, and their photos show two ends of it.
    far_hole = read("Trou dans la chaussée rue du Moulin", where=far)
    assert alike(read("Trou dans la chaussée rue du Moulin", where=here), far_hole, 150) is None


@given(st.text(max_size=400), st.text(max_size=400))
def test_reading_never_raises_and_likeness_is_mutual(one: str, other: str) -> None:
    mine = read_reported("", one, frozenset(["eclairage"]), None, None)
    theirs = read_reported("", other, frozenset(["eclairage"]), None, None)
    assert alike(mine, theirs, 150) == alike(theirs, mine, 150)
    assert all(len(street.name) <= 4 for street in mine.streets)


def test_a_message_of_streets_alone_is_read_once() -> None:
    read_ = read_reported("", "rue " * 5000 + "rue du Moulin " * 2000, frozenset(), None, None)
    assert len(read_.streets) <= 5
