"""axe judges what pages show on the way, too: what is asked again, what was refused, what lies over a page, what is
folded, and the page that takes photos of whoever wrote a text message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.doors.http.upload import Upload, upload_router
from models.settings.texts import UploadSettings
from models.store.database import Database
from tests.chromium import Browser, chromium
from tests.letters import CITIZEN, KEEPER
from tests.servers.http_service import serving
from tests.web.browsing import Counter
from tests.web.seen import busy, mistakes, sign_in

LOOKS = ((360, "light"), (1440, "dark"))


@dataclass
class Judge:
    """One browser, and what was found wrong in it."""

    browser: Browser
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.browser.open(self.address + path)

    def look(self, what: str) -> None:
        for width, scheme in LOOKS:
            self.browser.show_at(width, scheme)
            if self.browser.run("return document.documentElement.scrollWidth;") > width:
                self.wrong.append(f"{what} is wider than {width}")
            self.wrong += [f"{what} at {width}: {each}" for each in mistakes(self.browser)]


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The sample town, which shows its figures to everybody."""
    made = Counter(sqlite_town_database, tmp_path, web={"public_figures": True})
    with serving(made.router) as address:
        made.address = address
        yield made
    made.close()


def test_what_everybody_is_refused_and_the_public_figures(counter: Counter, tmp_path: Path) -> None:
    counter.ask()
    with chromium(tmp_path / "shown") as browser:
        judge = Judge(browser, counter.address)
        judge.open("/chiffres-publics")
        assert browser.text("h1") == "Le guichet en chiffres"
        judge.look("/chiffres-publics")
        for path, fields in (
            ("/entrer", {"#contact": "???"}),
            ("/entrer/code", {"#code": "000000"}),
            ("/suivi", {"#reference": "demain", "#contact": CITIZEN}),
        ):
            judge.open(path)
            for css, words in fields.items():
                browser.type(css, words)
            browser.click("main button")
            assert browser.title.startswith("Erreur")
            judge.look(f"{path}, refused")
    assert judge.wrong == []


def test_what_lies_over_a_page_and_what_an_agent_is_refused(counter: Counter, tmp_path: Path) -> None:
    reference = busy(counter)
    with chromium(tmp_path / "shown") as browser:
        judge = Judge(browser, counter.address)
        sign_in(browser, counter)
        judge.open("/personnes")
        judge.look("/personnes")
        judge.open("/personnes?q=introuvable")
        judge.look("/personnes, nobody found")
        browser.press("?")
        assert browser.run("return document.getElementById('keys').open;")
        judge.look("the keys")
        judge.open(f"/demandes/{reference}")
        browser.click("a[data-photo]")
        assert browser.run("return document.getElementById('viewer').open;")
        judge.look("the viewer of photos")
        judge.open("/tableau")
        browser.click(".column .fold button")
        browser.wait(".column.folded")
        judge.look("/tableau, folded")
        judge.open("/tableau")
        browser.choose("[data-state=planned] select[name=verbe]", "done")
        browser.click("[data-state=planned] .move button")
        judge.look("the words of a move")
        judge.open("/nouvelle")
        browser.type("#texte", "Le banc est cassé.")
        browser.click("input[name=origine]:not([value=''])")
        browser.type("#contact", "???")
        browser.click("main form > p:last-of-type button")
        browser.wait("#error")
        judge.look("/nouvelle, refused")
    assert judge.wrong == []


def test_what_is_asked_again_of_whoever_takes_a_list_away(counter: Counter, tmp_path: Path) -> None:
    counter.ask()
    with chromium(tmp_path / "shown") as browser:
        judge = Judge(browser, counter.address)
        sign_in(browser, counter)
        counter.clock.pass_seconds(3601)
        judge.open("/demandes.csv")
        assert browser.text("main form button").startswith("Recevoir un code à")
        judge.look("/confirmer")
        browser.click("main form button")
        browser.wait("#code")
        judge.look("/confirmer, sent")
        browser.type("#code", "000000")
        browser.click("main form button")
        browser.wait("#error")
        judge.look("/confirmer, wrong")
        assert KEEPER not in browser.text("main"), "where it went is said once"
    assert judge.wrong == []


class _Links:
    """Links of each state; nothing is ever stored."""

    def find_upload(self, token: str) -> Upload | None:
        state = {"ouvert": "open", "servi": "used", "passe": "expired"}.get(token)
        until = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)
        return Upload(state, "2026-00042", "fr", until) if state else None  # type: ignore[arg-type]

    def save(self, token: str, files: object) -> bool:
        raise AssertionError((token, files))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_page_that_takes_photos(tmp_path: Path, scripts: bool) -> None:
    router = upload_router(UploadSettings(), _Links(), "Mairie de Ville-Test", audit="none")
    with serving(router) as address, chromium(tmp_path / "shown", scripts=scripts) as browser:
        judge = Judge(browser, address)
        for token in ("ouvert", "servi", "servi/merci", "passe", "inconnu"):
            judge.open(f"/depot/{token}")
            assert browser.text("footer") == "Accessibilité : non conforme · Données personnelles"
            links = browser.run(
                "return [...document.querySelectorAll('footer a')].map(each => each.pathname);"
            )
            assert links == ["/accessibilite", "/donnees-personnelles"]
            judge.look(f"/depot/{token}")
        judge.open("/depot/ouvert")
        browser.click("button")
        browser.wait("#error")
        judge.look("/depot, nothing chosen")
    assert judge.wrong == []


def test_a_town_without_pages_has_no_links_to_them_at_the_foot(tmp_path: Path) -> None:
    with (
        serving(upload_router(UploadSettings(), _Links(), "Mairie de Ville-Test")) as address,
        chromium(tmp_path / "shown", scripts=False) as browser,
    ):
        browser.open(f"{address}/depot/ouvert")
        assert browser.all("footer") == []
