"""Who has a request open hears at once that a colleague came to it or began to write; nobody else hears of it."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT
from tests.web.browsing import Counter
from tests.web.seen import sign_in
from tests.web.test_pages_hear_of_changes import listening


def test_only_who_has_it_open_is_told_that_somebody_came_and_began_to_write(counter: Counter) -> None:
    reference, other = counter.ask(), counter.ask(subject="Vitre", message_id="<2@example.org>")
    keeper, roads, boss = (counter.signed_in(each) for each in (KEEPER, ROADS_AGENT, ADMINISTRATOR))
    keeper.open(f"/demandes/{reference}")
    with listening(keeper, roads) as (of_keeper, of_roads):
        boss.open(f"/demandes/{other}")
        boss.open(f"/demandes/{reference}")
        assert of_keeper.hears() == "event: presence"
        # Asking again is no news: pages do so as long as they are open.
        said = boss.open(f"/demandes/{reference}/presence").json()["said"]
        assert "Karim Benali" in said
        with pytest.raises(queue.Empty):
            of_keeper.hears(1)
        boss.open(f"/demandes/{reference}")
        hidden = boss.hidden(f"/demandes/{reference}/repondre")
        assert boss.send(f"/demandes/{reference}/brouillon", **hidden, texte="Bonjour,", page="1").ok
        assert of_keeper.hears() == "event: presence"
        assert "écrit une réponse" in keeper.open(f"/demandes/{reference}/presence").json()["said"]
        with pytest.raises(queue.Empty):
            of_roads.hears(1)
        assert of_keeper.heard.count("event: presence") == 2
        assert not [line for line in of_keeper.heard if reference in line or "Bonjour" in line]


def test_the_page_names_a_colleague_without_waiting_for_its_next_question(
    counter: Counter, tmp_path: Path
) -> None:
    reference = counter.ask()
    with chromium(tmp_path / "shown", width=1440) as browser:
        sign_in(browser, counter)
        # Its own questions never come: time stands still there.
        browser.hold_time()
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.until(
            "return (await navigator.locks.query()).held.some((each) => each.name === 'guichet-live');"
        )
        for _ in range(400):
            if counter.board.live.is_heard:
                break
            browser.run("return (await fetch('/pages/board.css', { cache: 'no-store' })).ok;")
        counter.signed_in(ADMINISTRATOR).open(f"/demandes/{reference}")
        browser.until("return document.getElementById('presence').textContent.includes('regarde');")
        assert browser.run("return document.getElementById('presence').hidden;") is False
