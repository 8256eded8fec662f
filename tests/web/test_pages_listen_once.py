"""One stream for all tabs of a browser; where there is none, a page looks by itself; words stay whatever comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispatch.web.live.changes import MOST_OF_SESSION
from tests.chromium import Browser, chromium
from tests.letters import KEEPER
from tests.web.browsing import Browser as Agent
from tests.web.browsing import Counter
from tests.web.seen import command
from tests.web.test_pages_hear_of_changes import Ear, listening

_NEW = "[data-key='2026-00002']"


@contextmanager
def at_the_board(counter: Counter, kept: Path) -> Iterator[tuple[Agent, Browser]]:
    """An agent, and a browser of the same session at the sign-in."""
    counter.ask(subject="Portail")
    agent = counter.signed_in(KEEPER)
    cookie = agent.session.cookies["guichet"]
    with chromium(kept, width=1440) as browser:
        one = {"name": "guichet", "value": cookie, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[one])
        yield agent, browser


def comes(counter: Counter) -> None:
    counter.ask("Une vitre du gymnase Guimard est cassée.", subject="Vitre", message_id="<v@example.org>")


def test_all_tabs_of_a_browser_follow_by_one_stream(counter: Counter, tmp_path: Path) -> None:
    with at_the_board(counter, tmp_path / "shown") as (agent, browser):
        browser.open(f"{counter.address}/tableau")
        browser.run("window.other = open('/demandes');")
        browser.until(
            "return other.document.readyState === 'complete' && other.document.querySelector('tbody');"
        )
        # The tab that waits for its turn has asked for it.
        browser.until("""
            const { held, pending } = await navigator.locks.query();
            return held.length === 1 && pending.length === 1;
        """)
        comes(counter)
        browser.wait(_NEW)
        browser.until(f'return other.document.querySelector("{_NEW}");')
        with listening(*[agent] * (MOST_OF_SESSION - 1)) as ears:
            assert [ear.answer.status_code for ear in ears] == [200] * (MOST_OF_SESSION - 1)
            assert Ear(agent).answer.status_code == 204, "the browser listens once"


def test_a_page_that_is_refused_a_stream_looks_by_itself(counter: Counter, tmp_path: Path) -> None:
    with at_the_board(counter, tmp_path / "shown") as (agent, browser), listening(*[agent] * MOST_OF_SESSION):
        browser.hold_time()
        browser.open(f"{counter.address}/tableau")
        comes(counter)
        shows_it = f'return document.querySelector("{_NEW}") !== null;'
        assert not browser.run(shows_it)
        # The stream is refused, and the page answered, in real time: half a minute of its own may pass before.
        for _ in range(300):
            browser.pass_seconds(31)
            if browser.run(shows_it):
                return
        raise AssertionError("the page does not look by itself")


def test_words_typed_without_a_network_are_kept_here_and_on_the_server_once_it_is_back(
    counter: Counter, tmp_path: Path
) -> None:
    with at_the_board(counter, tmp_path / "shown") as (agent, browser):
        browser.open(f"{counter.address}/demandes/2026-00001")
        away = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        command(browser, "Network.enable")
        command(browser, "Network.emulateNetworkConditions", **away)
        browser.type("#texte", "Bonjour Madame,")
        browser.run("document.activeElement.blur();")
        browser.wait("[data-kept=texte].lost")
        command(browser, "Network.emulateNetworkConditions", **{**away, "offline": False})
        browser.type("#texte", " nous venons.")
        browser.run("document.activeElement.blur();")
        browser.wait("[data-kept=texte]:not(.lost):not(:empty)")
    assert "Bonjour Madame, nous venons." in agent.open("/demandes/2026-00001").text
