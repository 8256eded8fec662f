"""A board as wide as its screen, a head that leaves room, sentences that are true of whoever reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, KEEPER
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes
from tests.web.test_officials_see_their_delegation import OFFICIAL, elect

#: Lines of text that the town's name takes.
_LINES = "const name = document.querySelector('.town span'); return name.getClientRects().length;"


@pytest.mark.parametrize("by", ["", "?couloirs=service"])
def test_the_board_of_an_ordinary_town_is_seen_as_a_whole(counter: Counter, tmp_path: Path, by: str) -> None:
    for number, (state, kind) in enumerate(
        (("new", "new"), ("taken", "open"), ("waiting", "waiting"), ("planned", "open")), start=1
    ):
        reference = counter.ask(f"Une ampoule est cassée {number}.", message_id=f"<{number}@example.org>")
        counter.set(reference, state=state, state_kind=kind)
    session = counter.signed_in(ADMINISTRATOR).session.cookies["guichet"]
    with chromium(tmp_path / "shown", width=1440) as browser:
        cookie = {"name": "guichet", "value": session, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[cookie])
        browser.open(f"{counter.address}/tableau{by}")
        for width, scheme in ((1440, "light"), (820, "dark"), (390, "light")):
            browser.show_at(width, scheme)
            assert mistakes(browser) == [], width
        browser.show_at(1440)
        assert browser.run("return document.querySelectorAll('.card').length;") == 4
        assert browser.run(
            "const board = document.querySelector('.columns'); return board.scrollWidth <= board.clientWidth;"
        )
        # What ends the work is there too, and in sight.
        right = "return document.querySelector('[data-state=refused]').getBoundingClientRect().right;"
        assert browser.run(right) <= 1440
        if by:
            # A card that is dragged finds each state under its head.
            lines = (
                "return [...document.querySelectorAll('.heads .column')].every((head) => {"
                " const cell = document.querySelector(`.cells .column[data-state='${head.dataset.state}']`);"
                " return Math.abs(cell.getBoundingClientRect().left - head.getBoundingClientRect().left) < 2; });"
            )
            assert browser.run(lines)


def test_the_name_of_the_town_has_its_room_on_a_citizens_telephone(counter: Counter, tmp_path: Path) -> None:
    counter.ask(name="Jeanne Petit-Lambert")
    session = counter.signed_in("jeanne.petit@example.org", as_staff=False).session.cookies["guichet"]
    with chromium(tmp_path / "shown", width=390) as browser:
        cookie = {"name": "guichet", "value": session, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[cookie])
        browser.open(f"{counter.address}/mes-demandes")
        assert browser.run(_LINES) <= 2
        browser.click(".menu summary")
        assert mistakes(browser) == []
        assert "Mes clés" not in browser.text(".menu"), "they have none"
        browser.click(".leave button")
        assert "/entrer" in browser.address


def test_an_official_is_not_told_that_the_request_of_another_is_theirs(counter: Counter) -> None:
    elect(counter)
    reference = counter.ask()
    keeper = counter.signed_in(KEEPER)
    keeper.open(f"/demandes/{reference}")
    keeper.send(f"/demandes/{reference}/agir", verbe="take")
    counter.clock.pass_seconds(86_400)
    page = counter.signed_in(OFFICIAL).open(f"/delegation/{reference}").text.replace("\u00a0", " ")
    assert "La demande est : prise en charge – " in page and "Votre demande" not in page


def test_a_link_to_a_request_that_is_over_leads_to_the_other_way_and_nothing_else_does(
    counter: Counter,
) -> None:
    stranger = counter.browser()
    lost = stranger.open("/suivi/abcdef")
    assert lost.status_code == 404 and 'href="/suivi"' in lost.text
    assert 'href="/suivi"' not in stranger.open("/entrer/rien").text


def test_what_the_counter_did_is_a_sentence_with_a_capital_and_a_number_is_written_as_people_do(
    counter: Counter,
) -> None:
    reference = counter.ask()
    page = counter.signed_in(KEEPER).open(f"/demandes/{reference}").text
    assert "Le guichet a confié la demande à" in page and "<p>le guichet" not in page
