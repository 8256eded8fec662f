"""Where something is, said on pages: an address of the town that is typed, a place on the map, a building."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.addresses.register import Point
from models.signing.tokens import Purpose
from models.store.addresses import bring_register
from models.store.database import Database
from tests.chromium import chromium
from tests.desk import SIGNER
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, write
from tests.servers.http_service import serving
from tests.web.browsing import Counter
from tests.web.seen import mistakes, show_at, sign_in
from tests.web.test_tracking_page import path_of

LILAS = (47.40350, 0.68420)
POINTS = (
    Point("Rue des Lilas", "Saint-Exemple", 12, "", *LILAS),
    Point("Rue des Lilas", "Saint-Exemple", 14, "bis", 47.40352, 0.68450),
    Point("Rue des Écoles", "Saint-Exemple", 1, "", 47.40900, 0.69000),
    Point("Le Moulin", "Saint-Exemple", 0, "", 47.42000, 0.70000),
)


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The sample town, with a map to point at."""
    (tmp_path / "tiles").mkdir()
    made = Counter(sqlite_town_database, tmp_path, web={"map": {"tiles": str(tmp_path / "tiles")}})
    with serving(made.router) as address:
        made.address = address
        yield made
    made.close()


@pytest.fixture
def town(counter: Counter) -> Counter:
    with counter.database.transaction() as session:
        bring_register(session, POINTS, source="a.csv", by="a test", now=counter.clock())
    return counter


def where(counter: Counter, reference: str) -> tuple[str, float | None, float | None]:
    row = counter.request(reference)
    return row.address, row.latitude, row.longitude


def put(counter: Counter, who: str, reference: str, **form: str) -> int:
    browser = counter.signed_in(who)
    browser.open(f"/demandes/{reference}")
    given = {
        "adresse": "",
        "adresse_avant": counter.request(reference).address,
        "lieu": "gymnase-guimard",
        **form,
    }
    return browser.send(f"/demandes/{reference}/placer", **given).status_code


def test_an_address_that_is_typed_puts_the_request_where_the_register_has_it(town: Counter) -> None:
    reference = town.ask()
    assert put(town, KEEPER, reference, adresse="12, RUE DES LILAS 37000 Saint-Exemple") == 200
    assert where(town, reference) == ("12 rue des Lilas", *LILAS)
    note = town.entries()[-1]
    assert (note.kind, note.public) == ("note", False)
    assert note.data["position"] == list(LILAS)
    assert note.data["before"] == {"address": "", "latitude": None, "longitude": None}
    assert "a placé la demande" in town.signed_in(KEEPER).open(f"/demandes/{reference}").text
    assert town.accesses("place")[-1].subject == "request:1"


def test_a_place_on_the_map_counts_more_than_what_is_typed_and_names_the_nearest_address(
    town: Counter,
) -> None:
    reference = town.ask()
    put(town, KEEPER, reference, latitude="47.40355", longitude="0.68448")
    assert where(town, reference) == ("14 bis rue des Lilas", 47.40355, 0.68448)
    put(town, KEEPER, reference, adresse="derrière le stade", latitude="47.5", longitude="0.7")
    assert where(town, reference) == ("derrière le stade", 47.5, 0.7)
    put(town, KEEPER, reference, adresse="")
    assert where(town, reference) == ("", None, None)


def test_what_is_no_place_changes_nothing(town: Counter) -> None:
    reference = town.ask()
    lines = len(town.entries())
    for wrong in (
        {"adresse": "200 rue de Nulle Part"},
        {"latitude": "nan", "longitude": "0"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "47"},
        {"lieu": "nulle-part"},
    ):
        assert put(town, KEEPER, reference, **wrong) == 400, wrong
    assert put(town, KEEPER, reference) == 200, "as it was"
    stranger = town.signed_in(ROADS_AGENT)
    stranger.open("/nouvelle")
    token = stranger.hidden("/nouvelle")["jeton"]
    path = f"/demandes/{reference}/placer"
    assert stranger.send(path, jeton=token, adresse="12 rue des Lilas").status_code == 404
    assert (where(town, reference), len(town.entries())) == (("", None, None), lines)


def test_a_building_is_chosen_beside(town: Counter) -> None:
    reference = town.ask()
    put(town, KEEPER, reference, lieu="mediatheque")
    assert town.entries()[-1].data["building"] == "mediatheque"
    assert where(town, reference) == ("", None, None)


def test_a_place_is_an_act_that_is_undone_whole_and_nothing_older_in_its_stead(town: Counter) -> None:
    reference = town.ask()
    put(town, KEEPER, reference, adresse="12 rue des Lilas")
    put(town, KEEPER, reference, adresse="14 bis rue des Lilas", lieu="mediatheque")
    agent = town.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    assert agent.send(f"/demandes/{reference}/annuler").status_code == 200
    assert where(town, reference) == ("12 rue des Lilas", *LILAS)


def test_a_place_of_a_page_is_taken_back_by_mail(town: Counter) -> None:
    reference = town.ask()
    put(town, KEEPER, reference, adresse="12 rue des Lilas", lieu="mediatheque")
    until = town.clock() + timedelta(days=400)
    signed = SIGNER.sign(Purpose.ASSIGNEE, 1, town.person_at(KEEPER), until)
    letter = write("annuler", sender=KEEPER, name="", subject="Re: demande")
    town.desk.take(
        letter, peer="127.0.0.1", envelope_from=KEEPER, recipients=(f"demandes+{signed}@ville.test",)
    )
    while town.desk.processor().process_next():
        pass
    assert where(town, reference) == ("", None, None)
    assert town.notices("order_done")[-1].data["lines"] == [
        "Lieu\u00a0: Gymnase Guimard",
        "Adresse\u00a0: aucune",
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"adresse": "12 rue des lilas"}, ("12 rue des Lilas", *LILAS)),
        ({"latitude": "47.40351", "longitude": "0.6842"}, ("12 rue des Lilas", 47.40351, 0.6842)),
        ({"latitude": "47.6", "longitude": "0.6"}, ("", 47.6, 0.6)),
    ],
)
def test_a_request_is_written_with_its_place(
    town: Counter, given: dict[str, str], found: tuple[str, float, float]
) -> None:
    """Though its words name another street."""
    browser = town.signed_in(KEEPER)
    browser.open("/nouvelle")
    text = "Un lampadaire est éteint, non loin du 1 rue des Écoles."
    assert browser.send("/nouvelle", texte=text, objet="", lieu="", **given).status_code == 200
    town.settle()
    assert where(town, "2026-00001") == found


def test_a_wrong_address_leaves_every_word_in_the_form(town: Counter) -> None:
    browser = town.signed_in(KEEPER)
    browser.open("/nouvelle")
    page = browser.send("/nouvelle", texte="Un trou.", adresse="9 rue de Nulle Part")
    assert page.status_code == 400
    assert "9 rue de Nulle Part" in page.text and "Un trou." in page.text


def test_a_citizen_may_say_where_it_is_once(town: Counter) -> None:
    reference = town.ask("Un lampadaire est éteint.")
    link = path_of(town, reference)
    for address in ("12 rue des lilas", "1 rue des Écoles", "nulle part"):
        browser = town.browser()
        browser.open(link)
        assert browser.send(f"{link}/ecrire", texte="C’est là.", adresse=address).status_code == 200
        town.settle()
    assert where(town, reference) == ("12 rue des Lilas", *LILAS)
    said = [each.text for each in town.entries() if each.kind == "message_in"]
    assert "1 rue des Écoles" in said[-2] and "nulle part" in said[-1]


def test_addresses_are_proposed_to_whoever_is_signed_in(town: Counter) -> None:
    town.ask()
    browser = town.signed_in(CITIZEN, as_staff=False)

    def proposed(query: str) -> list[str]:
        found: list[str] = json.loads(browser.open(f"/carte/adresses?{query}").text)["addresses"]
        return found

    assert proposed("q=12 rue li") == ["12 rue des Lilas"]
    assert proposed("q=14b lilas") == ["14 bis rue des Lilas"]
    assert proposed("q=ecol") == ["Rue des Écoles"]
    assert proposed("q=rue") == ["Rue des Écoles", "Rue des Lilas"]
    assert proposed("q=99 rue des lilas") == ["99 rue des Lilas"]
    assert proposed("q=l") == proposed("q=") == proposed("q=zzz") == []
    assert proposed("la=47.42&lo=0.7") == ["Le Moulin"]
    assert proposed("la=48.42&lo=0.7") == []
    assert browser.open("/carte/adresses?la=nan&lo=0").status_code == 404
    assert "/entrer" in town.browser().open("/carte/adresses?q=rue").url


def test_in_a_browser_the_map_is_touched_or_its_middle_taken_by_keyboard(
    counter: Counter, town: Counter, tmp_path: Path
) -> None:
    reference = counter.ask()
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        for path, width in (("/nouvelle", 360), (f"/demandes/{reference}", 1440)):
            show_at(browser, width, "light")
            browser.open(counter.address + path)
            browser.run(
                "const folded = document.querySelector('details.put'); if (folded) { folded.open = true; }"
            )
            browser.wait(".place-map[data-drawn]")
            assert browser.run("return document.documentElement.scrollWidth") <= width
            assert mistakes(browser) == []
            if keep := os.environ.get("GUICHET_PICTURES"):
                browser.screenshot(Path(keep) / f"place-{width}.png")
        browser.run(
            "const map = document.querySelector('.place-map'); map.focus(); map.dispatchEvent(new KeyboardEvent("
            "'keydown', {key: 'Enter', bubbles: true, cancelable: true}))"
        )
        browser.wait("[data-put]:not(:empty)")
        assert browser.run("return document.querySelector('.place-map').clientWidth") > 250
        assert browser.run("return document.querySelector('[name=latitude]').value").startswith("4")
        assert browser.complaints == []
