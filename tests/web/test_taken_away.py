"""What is taken away from the pages: the list as a workbook, the sheet of one request, the rounds of agents."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from bench.fill import fill
from dispatch.queries.seen.on_site import Site, order_of_street, street_of
from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO, ROADS_AGENT
from tests.web.browsing import Browser, Counter
from tests.web.seen import command, mistakes, show_at, sign_in

#: What a spreadsheet would run, and a character that no XML may hold.
FORMULA = '=HYPERLINK("https://elsewhere.test","x")'


def cells(browser: Browser, query: str = "") -> list[list[object]]:
    """The workbook as a spreadsheet opens it."""
    page = browser.open(f"/demandes.xlsx{query}")
    assert page.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_holds_what_the_list_shows_in_its_order_with_days_as_days(counter: Counter) -> None:
    first = counter.ask("Le portail du gymnase Guimard est cassé.", message_id="<p@example.org>")
    second = counter.ask()
    browser = counter.signed_in(KEEPER)
    rows = cells(browser, "?etat=toutes")
    assert rows[0][0] == "Référence" and [row[0] for row in rows[1:]] == [second, first]
    assert isinstance(rows[1][8], datetime)
    assert [row[0] for row in cells(browser, "?q=portail")[1:]] == [first]
    csv = browser.open("/demandes.csv?etat=toutes").text
    assert [line.split(";")[0] for line in csv.splitlines()[1:]] == [second, first]
    assert [row.data["kind"] for row in counter.accesses("export")] == ["xlsx", "xlsx", "csv"]


def test_a_file_has_a_time_of_its_own_when_pages_have_none(counter: Counter) -> None:
    fill(counter.database, 1_500)
    browser = counter.signed_in(ADMINISTRATOR)
    everything = len(cells(browser, "?etat=toutes"))
    assert everything > 1_500
    counter.board.reads.seconds = 0.0
    assert len(cells(browser, "?etat=toutes")) == everything
    assert len(browser.open("/demandes.csv?etat=toutes").text.splitlines()) == everything


def test_no_word_of_a_citizen_is_a_formula_of_the_workbook(counter: Counter) -> None:
    reference = counter.ask(subject=FORMULA, name="+33 Mallory\x07")
    counter.set(reference, subject=f"{FORMULA}\x00\x0b")
    content = counter.signed_in(KEEPER).open("/demandes.xlsx").content
    row = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())[1]
    assert row[1].value == FORMULA and row[1].data_type == "s" and row[1].quotePrefix
    assert row[5].quotePrefix and not row[0].quotePrefix
    with ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_nobody_takes_away_what_they_do_not_see(counter: Counter) -> None:
    reference = counter.ask()
    roads, citizen = counter.signed_in(ROADS_AGENT), counter.signed_in(CITIZEN, as_staff=False)
    assert cells(roads, "?etat=toutes")[1:] == []
    assert reference not in roads.open("/tournee?etat=toutes").text
    assert roads.open(f"/demandes/{reference}/imprimer").status_code == 404
    for path in ("/demandes.xlsx", "/tournee", f"/demandes/{reference}/imprimer"):
        assert citizen.open(path).status_code == 404, path


@pytest.mark.parametrize(
    ("address", "street", "number"),
    [
        ("12 bis, rue des Lilas, 71000 Ville", "rue des Lilas", 12),
        ("3 allée des Tilleuls", "allée des Tilleuls", 3),
        ("Place du Marché", "Place du Marché", 0),
        ("7B rue Basse", "rue Basse", 7),
        ("4 avenue du 8 Mai 1945", "avenue du 8 Mai 1945", 4),
        ("", "", 0),
    ],
)
def test_the_street_of_an_address_is_read(address: str, street: str, number: int) -> None:
    assert street_of(address) == (street, number)


def test_streets_are_walked_by_name_then_number_and_unknown_places_last() -> None:
    sites = [
        Site(*street_of(each), each)
        for each in ("", "10 rue B", "2 rue B", "1 Église (place de l’)", "5 rue A")
    ]
    walked = [each.address for each in sorted(sites, key=order_of_street)]
    assert walked == ["1 Église (place de l’)", "5 rue A", "2 rue B", "10 rue B", ""]


def test_a_round_holds_the_requests_of_each_agent_by_street(counter: Counter) -> None:
    mine = counter.ask()
    free = counter.ask("Un nid-de-poule profond.", subject="Nid-de-poule", message_id="<n@example.org>")
    with counter.database.reading() as session:
        karim = counter.board.organisations.current(session).in_force.agent_ids["karim-benali"]
    counter.set(mine, assignee_id=karim)
    counter.set(free, assignee_id=None, building_id=None)
    text = counter.signed_in(ADMINISTRATOR).open("/tournee?etat=ouvertes").text
    order = [
        text.index(each) for each in ("Karim Benali <span", mine, "personne <span", "Lieu à préciser", free)
    ]
    assert order == sorted(order)
    assert "Une ampoule est cassée" in text, "what was asked stands there too"


def test_the_sheet_of_a_request_opens_it_again_and_shows_what_was_chosen(counter: Counter) -> None:
    reference = counter.ask(files={"photo.jpg": PHOTO})
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    browser.send(f"/demandes/{reference}/noter", note="Chien méchant.")
    path = f"/demandes/{reference}/imprimer"
    plain = browser.open(path).text
    assert "<svg" in plain and "photo.jpg" in plain and "Chien méchant." not in plain
    chosen = browser.open(path + "?choix=1&notes=1").text
    assert "Chien méchant." in chosen and "photo.jpg" not in chosen


@pytest.mark.parametrize("page", ["", "/imprimer"], ids=["page", "sheet"])
def test_a_date_that_a_message_gave_stands_there_as_people_write_it(counter: Counter, page: str) -> None:
    reference = counter.ask()
    counter.set(reference, fields={"souhait": "2027-01-16", "parcelle": "ZB 112"})
    shown = counter.signed_in(KEEPER).open(f"/demandes/{reference}{page}").text.replace("\u00a0", " ")
    assert "samedi 16 janvier 2027" in shown and "2027-01-16" not in shown
    assert "ZB 112" in shown


def test_paper_fits_axe_finds_nothing_and_a_telephone_shows_it_too(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask(files={"photo.jpg": PHOTO})
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        for path, sheets in ((f"/demandes/{reference}/imprimer", 1), ("/tournee?etat=toutes", 1)):
            for width, scheme in ((360, "light"), (820, "light"), (1440, "dark")):
                show_at(browser, width, scheme)
                browser.open(counter.address + path)
                browser.wait("h1")
                assert browser.run("return document.documentElement.scrollWidth") <= width, path
                assert mistakes(browser) == [], path
            printed = command(browser, "Page.printToPDF", preferCSSPageSize=True)
            assert len(re.findall(rb"/Type\s*/Page\b", b64decode(printed["data"]))) == sheets, path
