"""Whoever is shown no page is told what to do next, in a page of ours, and loses no word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.errors import TemporaryFailure
from tests.chromium import chromium
from tests.letters import KEEPER
from tests.web.browsing import Counter
from tests.web.seen import mistakes, show_at, sign_in

PAGES = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask()


def take_away(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def away() -> Iterator[None]:
        raise TemporaryFailure("The database does not answer.", "away")
        yield

    monkeypatch.setattr(counter.board.reads, "looking", away)


def test_a_page_that_cannot_be_made_now_is_a_page_with_a_way_to_try_again(
    counter: Counter, reference: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = "/demandes?q=caf%C3%A9&etat=toutes"
    with chromium(tmp_path / "profile", width=390) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        take_away(counter, monkeypatch)
        browser.open(counter.address + asked)
        assert browser.attribute("main a", "href") == asked
        for width, scheme in ((390, "dark"), (1440, "light")):
            show_at(browser, width, scheme)
            assert browser.run("return document.documentElement.scrollWidth;") <= width
            assert mistakes(browser) == []
        monkeypatch.undo()
        browser.click("main a")
        browser.wait("form.several, .filter")
        assert browser.address == counter.address + asked and browser.text("h1").startswith("Demandes")
        assert browser.complaints == []


def test_words_that_find_no_database_are_shown_again(
    counter: Counter, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As whoever has no script sends them; the worker of the field keeps them on the telephone."""
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    take_away(counter, monkeypatch)
    browser.session.headers.update(PAGES)
    page = browser.send(f"/demandes/{reference}/repondre", texte="Nous passons « demain ».")
    assert page.status_code == 503 and "<h1>Momentanément indisponible</h1>" in page.text
    assert re.search(r"<textarea[^>]* readonly[^>]*>Nous passons « demain ».</textarea>", page.text)
    assert "revenez en arrière" in page.text


def test_a_page_that_is_away_leads_nowhere_else(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(counter, monkeypatch)
    away = counter.browser().open('/demandes?q="><script>', **PAGES)
    assert (away.status_code, away.headers["Retry-After"]) == (503, "60")
    assert "<script>" not in away.text and "Content-Security-Policy" in away.headers
    assert counter.browser().open("/demandes").headers["Content-Type"].startswith("text/plain")


def test_whoever_wrote_when_the_session_was_over_signs_in_and_comes_back_to_the_request(
    counter: Counter, reference: str
) -> None:
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    browser.session.cookies.clear()
    lost = browser.send(f"/demandes/{reference}/noter", note="Chien méchant.")
    assert lost.status_code == 403 and "Chien méchant." in lost.text
    assert f'href="/entrer?vers=/demandes/{reference}/noter"' in lost.text
    again = counter.signed_in(KEEPER)
    assert again.open(f"/demandes/{reference}/noter").url.endswith(f"/demandes/{reference}")


def test_staff_are_told_where_else_a_request_may_be_and_strangers_nothing(
    counter: Counter, reference: str
) -> None:
    keeper = counter.signed_in(KEEPER).open("/demandes/2026-99999")
    assert keeper.status_code == 404 and "Passée à un autre service" in keeper.text
    stranger = counter.browser().open("/suivi/nulle-part")
    assert stranger.status_code == 404 and "Passée à un autre service" not in stranger.text


def test_a_link_that_was_used_says_to_whoever_is_signed_in_that_they_are(counter: Counter) -> None:
    counter.ask()
    link = counter.board.sign_ins.terminal_link("karim-benali")
    browser = counter.browser()
    browser.open(link)
    browser.send(link)
    used = browser.open(link)
    assert used.status_code == 404 and "Vous êtes connecté dans ce navigateur." in used.text
    assert "Demandez-en un autre." in counter.browser().open(link).text
