"""Pages say to a clerk what is meant: in French, in words and not by a colour, and without what is of no use here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER
from tests.web.browsing import Counter
from tests.web.seen import sign_in


def test_what_is_planned_and_late_says_so_in_the_agenda(counter: Counter) -> None:
    counter.ask()
    now = counter.clock()
    values = {"state": "planned", "state_kind": "open", "planned_at": now + timedelta(days=2)}
    counter.set("2026-00001", **values, due_at=now + timedelta(days=3))
    agent = counter.signed_in(KEEPER)
    assert "en retard" not in agent.open("/agenda").text and "2026-00001" in agent.page.text
    counter.set("2026-00001", due_at=now - timedelta(days=3))
    assert "en retard" in agent.open("/agenda").text


def test_an_administrator_reads_what_a_letter_is_in_their_language(counter: Counter) -> None:
    counter.ask()
    row = counter.notices("acknowledgement")[-1]
    admin = counter.signed_in(ADMINISTRATOR)
    for path in (f"/envois?etat={row.state}", f"/envois/{row.id}"):
        page = admin.open(path).text
        assert "accusé de réception" in page and "acknowledgement" not in page


def test_no_map_is_shown_to_point_at_where_nothing_is_drawn(counter: Counter) -> None:
    counter.ask()
    agent = counter.signed_in(KEEPER)
    for path in ("/nouvelle", "/demandes/2026-00001"):
        page = agent.open(path).text
        assert 'name="adresse"' in page and "leaflet" not in page and "place-map" not in page
        assert "touchez la carte" not in page


def test_who_writes_for_oneself_is_told_that_they_hear_of_it(counter: Counter) -> None:
    counter.ask()
    page = counter.signed_in(CITIZEN, as_staff=False).open("/nouvelle").text
    assert "Vous recevez un accusé" in page and "La personne reçoit" not in page
    assert "La personne reçoit" in counter.signed_in(KEEPER).open("/nouvelle").text


def test_rows_are_ticked_by_a_key_and_a_range_of_them_with_shift(counter: Counter, tmp_path: Path) -> None:
    for number in range(4):
        counter.ask(subject=f"Ampoule {number}", message_id=f"<{number}@example.org>")
    ticked = "return [...document.querySelectorAll('[name=ref]')].map(each => Number(each.checked)).join('');"
    with chromium(tmp_path / "shown", width=1440) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes")
        browser.press("j")
        browser.press("j")
        browser.press("x")
        assert browser.run(ticked) == "0100"
        browser.run(
            "document.querySelectorAll('[name=ref]')[3]"
            ".dispatchEvent(new MouseEvent('click', {bubbles: true, shiftKey: true}));"
        )
        assert browser.run(ticked) == "0111"
        browser.press("x")
        assert browser.run(ticked) == "0011"
        browser.press("g")
        browser.press("c")
        browser.until("return location.pathname === '/carte';")
