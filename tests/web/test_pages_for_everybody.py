"""What anybody reads who is signed in nowhere: how accessible the pages are, what becomes of personal data, and the
figures of the counter when the town shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from dispatch.web.legal.marked import as_html
from models.organisation import RequestType
from models.organisation.values import Label
from models.settings.settings import Settings
from models.store.database import Database
from tests.letters import CITIZEN, KEEPER
from tests.rows import in_rows
from tests.servers.http_service import serving
from tests.web.browsing import Counter


@contextmanager
def open_with(database: Database, directory: Path, web: dict[str, Any]) -> Iterator[Counter]:
    """The sample town with these settings of its pages."""
    counter = Counter(database, directory, web=web)
    with serving(counter.router) as address:
        counter.address = address
        yield counter
    counter.close()


def test_everybody_reads_both_pages_in_both_languages_and_every_page_leads_there(counter: Counter) -> None:
    counter.ask()
    people = (
        counter.browser(),
        counter.signed_in(CITIZEN, as_staff=False),
        counter.signed_in(KEEPER),
    )
    for browser in people:
        for path, french, english in (
            ("/accessibilite", "Déclaration d’accessibilité", "Accessibility statement"),
            ("/donnees-personnelles", "Vos données personnelles", "Your personal data"),
        ):
            for lang, title in (("fr", french), ("en", english)):
                page = browser.open(f"{path}?lang={lang}")
                assert page.status_code == 200
                assert f"<h1>{title}</h1>" in page.text
                assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        home = browser.open("/").text
        assert 'href="/accessibilite"' in home and 'href="/donnees-personnelles"' in home


def test_nothing_that_is_to_be_completed_is_shown_to_everybody(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_with(sqlite_town_database, tmp_path, {}) as counter:
        page = counter.browser().open("/donnees-personnelles").text
        main = page[page.index("<main") : page.index("</main>")]
        assert "[" not in main and "{" not in main and "**" not in main
        assert "20 ans après la clôture" in main
        assert "01\u00a099\u00a000\u00a010\u00a000" in main
        assert "DPO" not in main
    web = {"legal": {"data_officer": "dpo@ville.test"}}
    with open_with(sqlite_town_database, tmp_path / "b", web) as counter:
        assert "(DPO)\u00a0: dpo@ville.test" in counter.browser().open("/donnees-personnelles").text


def test_without_an_audit_the_declaration_says_that_the_pages_do_not_conform(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_with(sqlite_town_database, tmp_path, {}) as counter:
        page = counter.browser().open("/accessibilite").text
        assert "La mairie de Saint-Exemple-sur-Loire s’engage" in page
        assert "<strong>non conformes</strong>" in page
        assert "aucun audit" in page and "Défenseur des droits" in page
        assert "Accessibilité\u00a0: non conforme" in counter.browser().open("/entrer").text
    audit = {
        "audit": "partial",
        "audited_on": "2026-10-01",
        "audited_by": "Cabinet <Invent>",
        "audit_percent": 83,
    }
    with open_with(sqlite_town_database, tmp_path / "b", {"legal": audit}) as counter:
        page = counter.browser().open("/accessibilite").text
        assert "<strong>partiellement conformes</strong>" in page
        assert "jeudi 1er octobre 2026" in page and "83\u00a0%" in page
        assert "Cabinet &lt;Invent&gt;" in page
        assert "partiellement conforme" in counter.browser().open("/entrer").text


@in_rows(
    ("legal", "said"),
    [
        ({"audit": "full"}, "audited_on"),
        ({"audit": "partial", "audited_on": "2026-10-01"}, "audited_by"),
        ({"audited_on": "demain"}, "a day like 2026-11-30"),
    ],
)
def test_an_audit_that_nobody_made_on_no_day_is_refused(legal: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings.model_validate({"web": {"legal": legal}})


@in_rows(
    ("text", "html"),
    [
        ("# Un titre", "<h1>Un titre</h1>"),
        ("## Un autre", "<h2>Un autre</h2>"),
        ("Une ligne\net la suite", "<p>Une ligne et la suite</p>"),
        ("- un\n- deux", "<ul><li>un</li>\n<li>deux</li></ul>"),
        ("**gras** <b>", "<p><strong>gras</strong> &lt;b&gt;</p>"),
        ("[là](https://example.org/a)", '<p><a href="https://example.org/a" rel="noreferrer">là</a></p>'),
        ("[là](javascript:alert(1))", "<p>[là](javascript:alert(1))</p>"),
        ('[là](https://x"o=y)', '<p><a href="https://x&#34;o=y" rel="noreferrer">là</a></p>'),
        ("", ""),
    ],
)
def test_a_text_of_ours_becomes_these_tags_and_no_others(text: str, html: str) -> None:
    assert str(as_html(text)) == html


def kinds(counter: Counter) -> None:
    """The town has two types of request: `trou`, `bruit`."""
    types = tuple(
        RequestType(key=key, label=Label(fr=name), service="voirie")
        for key, name in (("trou", "Trou dans la rue"), ("bruit", "Bruit de <voisins>"))
    )
    counter.organise(counter.organisation().model_copy(update={"request_types": types}))


def asked(counter: Counter, kind: str | None, count: int, **values: Any) -> None:
    with counter.database.reading() as session:
        ids = counter.board.organisations.current(session).in_force.request_type_ids
    for _ in range(count):
        reference = counter.ask(
            "Bonjour, voyez là-bas.", message_id=f"<{len(counter.entries())}@example.org>"
        )
        counter.set(reference, request_type_id=ids[kind] if kind else None, **values)


def numbers(page: str) -> list[tuple[str, ...]]:
    """The rows of the tables of a page."""
    found = re.findall(r'<tr><th scope="row">([^<]*)</th>((?:<td[^>]*>\d+</td>)+)</tr>', page)
    return [(name, *re.findall(r">(\d+)<", cells)) for name, cells in found]


def test_public_figures_count_by_month_and_type_and_name_no_type_of_which_few_came(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    with open_with(sqlite_town_database, tmp_path, {"public_figures": True}) as counter:
        kinds(counter)
        asked(counter, "trou", 5)
        asked(counter, "bruit", 4, state="done", state_kind="done", closed_at=counter.clock())
        page = counter.browser().open("/chiffres-publics").text
        assert numbers(page)[0] == ("nov. 2026", "9", "4")
        assert numbers(page)[12:] == [("Trou dans la rue", "5", "0"), ("Autres demandes", "4", "4")]
        assert "Jeanne" not in page and "voisins" not in page and "2026-0" not in page
        assert 'href="/chiffres-publics"' in counter.browser().open("/entrer").text
        asked(counter, "bruit", 1)
        assert numbers(counter.browser().open("/chiffres-publics").text)[0] == ("nov. 2026", "9", "4")
        counter.clock.pass_seconds(3600)
        later = numbers(counter.browser().open("/chiffres-publics").text)
        assert later[0] == ("nov. 2026", "10", "4")
        assert ("Bruit de &lt;voisins&gt;", "5", "4") in later


def test_public_figures_are_not_there_unless_the_town_shows_them(counter: Counter) -> None:
    counter.ask()
    for browser in (counter.browser(), counter.signed_in(KEEPER)):
        assert browser.open("/chiffres-publics").status_code == 404
        assert "/chiffres-publics" not in browser.open("/entrer").text
