"""The board's columns: how many they are meant to hold, folded and remembered, and cards dragged onto them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation.workflow import State
from tests.chromium import Browser as Chromium
from tests.chromium import chromium
from tests.letters import KEEPER
from tests.web.browsing import Browser, Counter
from tests.web.test_pages_in_chromium import command, mistakes


def limited(counter: Counter, limit: int) -> None:
    """The new requests are meant to be so many at most."""
    states = tuple(
        state.model_copy(update={"limit": limit}) if state.key == "new" else state
        for state in DEFAULT_WORKFLOW.states
    )
    course = DEFAULT_WORKFLOW.model_copy(update={"states": states})
    counter.organise(counter.organisation().model_copy(update={"workflows": (course,)}))


def column(page: str, state: str) -> str:
    begin = page.index(f'data-state="{state}"')
    return page[begin : page.index("</section>", begin)]


def fold(browser: Browser, state: str) -> str:
    browser.open("/tableau?service=batiments")
    hidden = browser.hidden("/tableau/replier")
    return browser.send("/tableau/replier", **{**hidden, "colonne": state}).text


def test_a_column_says_when_it_holds_more_than_meant_and_nothing_is_refused(counter: Counter) -> None:
    limited(counter, 1)
    first = counter.ask()
    agent = counter.signed_in(KEEPER)
    assert "plus de 1" not in column(agent.open("/tableau").text, "new")
    second = counter.ask("Le portail du gymnase Guimard.", subject="Portail", message_id="<b@example.org>")
    said = column(agent.open("/tableau").text, "new")
    assert "plus de 1" in said and "2<span" in said and "/ 1" in said
    assert first in said and second in said


def test_what_ended_has_no_limit() -> None:
    for kind in ("done", "refused"):
        with pytest.raises(ValidationError, match="not closed"):
            State.model_validate({"key": "x", "kind": kind, "label": {"fr": "x"}, "limit": 3})
    assert State.model_validate({"key": "x", "kind": "waiting", "label": {"fr": "x"}, "limit": 3}).limit == 3


def test_a_folded_column_is_counted_and_stays_folded_in_that_browser_alone(counter: Counter) -> None:
    reference = counter.ask()
    agent = counter.signed_in(KEEPER)
    assert reference in column(agent.open("/tableau").text, "new")
    page = fold(agent, "new")
    assert agent.page.url == f"{counter.address}/tableau?service=batiments"
    assert reference not in column(page, "new")
    again = column(agent.open("/tableau").text, "new")
    assert reference not in again and '<span class="count">1</span>' in again
    assert 'aria-expanded="false"' in again
    assert reference in column(counter.signed_in(KEEPER).open("/tableau").text, "new")
    assert reference not in fold(agent, "taken"), "the other one stays folded"
    assert reference in fold(agent, "new")


def test_what_a_browser_says_is_folded_is_believed_of_states_alone(counter: Counter) -> None:
    reference = counter.ask()
    agent = counter.signed_in(KEEPER)
    fold(agent, "<script>")
    assert agent.session.cookies.get("guichet-colonnes", path="/tableau") in (None, "", '""')
    agent.session.cookies.set("guichet-colonnes", "x.<b>." * 500, path="/tableau")
    assert reference in column(agent.open("/tableau").text, "new")


@contextmanager
def board(counter: Counter, profile: Path, **how: Any) -> Iterator[Chromium]:
    cookie = counter.signed_in(KEEPER).session.cookies["guichet"]
    with chromium(profile, **how) as browser:
        one = {"name": "guichet", "value": cookie, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[one])
        browser.open(counter.address + "/tableau")
        browser.wait(".card")
        yield browser


def middle(browser: Chromium, css: str) -> tuple[float, float]:
    found = browser.run(
        f"const r = document.querySelector({css!r}).getBoundingClientRect();"
        "return [r.left + r.width / 2, r.top + Math.min(r.height / 2, 40)]"
    )
    return float(found[0]), float(found[1])


def mouse(browser: Chromium, kind: str, at: tuple[float, float]) -> None:
    values = {"type": kind, "x": at[0], "y": at[1], "button": "left", "buttons": int(kind != "mouseReleased")}
    command(browser, "Input.dispatchMouseEvent", **values, clickCount=1)


@pytest.mark.parametrize(
    ("place", "field"),
    [('[data-state="waiting"]', "[name=commentaire]"), ("[data-verb=plan]", "[name=jour]")],
)
def test_a_card_dragged_onto_a_column_or_the_bar_asks_for_what_the_verb_needs(
    counter: Counter, tmp_path: Path, place: str, field: str
) -> None:
    reference = counter.ask()
    with board(counter, tmp_path / "profile", width=1440) as browser:
        begin = middle(browser, ".card .facts")
        mouse(browser, "mousePressed", begin)
        mouse(browser, "mouseMoved", (begin[0] + 20, begin[1]))
        there = middle(browser, place)
        mouse(browser, "mouseMoved", there)
        assert browser.run(f"return document.querySelector({place!r}).matches('.over')")
        mouse(browser, "mouseReleased", there)
        browser.wait(field)
        assert browser.address == f"{counter.address}/demandes/{reference}/deplacer"
        assert counter.request(reference).state == "new"


def test_a_card_is_dragged_by_a_long_touch_and_a_short_one_scrolls(counter: Counter, tmp_path: Path) -> None:
    counter.ask()
    with board(counter, tmp_path / "profile", width=390) as browser:
        for far, is_dragged in ((30, False), (2, True)):
            # A short one has scrolled the page, which may still be on its way.
            browser.open(counter.address + "/tableau")
            browser.wait(".card")
            begin = middle(browser, ".card .facts")
            point = [{"x": begin[0], "y": begin[1]}]
            command(browser, "Input.dispatchTouchEvent", type="touchStart", touchPoints=point)
            point = [{"x": begin[0], "y": begin[1] - far}]
            command(browser, "Input.dispatchTouchEvent", type="touchMove", touchPoints=point)
            if is_dragged:
                browser.wait(".drops [data-verb=plan]")
            assert browser.run("return document.querySelectorAll('.dragged').length") == int(is_dragged)
            command(browser, "Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
            assert browser.run("return document.querySelectorAll('.drops').length") == 0


def test_a_card_let_go_elsewhere_or_taken_back_by_escape_stays(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    with board(counter, tmp_path / "profile", width=1440) as browser:
        begin = middle(browser, ".card .what a")
        for escape in (True, False):
            mouse(browser, "mousePressed", begin)
            mouse(browser, "mouseMoved", (begin[0] + 30, begin[1] + 5))
            assert browser.run("return document.querySelectorAll('.dragged').length") == 1
            if escape:
                key = {"key": "Escape", "windowsVirtualKeyCode": 27}
                command(browser, "Input.dispatchKeyEvent", type="keyDown", **key)
                assert browser.run("return document.querySelectorAll('.dragged').length") == 0
            mouse(browser, "mouseReleased", (begin[0] + 30, begin[1] + 5))
            assert browser.run("return document.querySelectorAll('.dragged, .takes').length") == 0
            assert browser.address == f"{counter.address}/tableau"
        assert mistakes(browser) == []
    assert counter.request(reference).state == "new"
