"""Open pages follow what happens, in Chromium: without reloading, and without touching what somebody works in."""

from __future__ import annotations

from pathlib import Path

from tests.chromium import chromium
from tests.letters import KEEPER
from tests.web.browsing import Counter
from tests.web.seen import mistakes, sign_in

#: Marks the page as it is: a page that was loaded anew has lost it.
_MARK = "document.body.dataset.same = 'yes'; return true;"
_FIRST = "[data-key='2026-00001']"


def test_a_board_that_is_open_shows_what_came_and_leaves_what_somebody_works_in(
    counter: Counter, tmp_path: Path
) -> None:
    counter.ask(subject="Portail")
    counter.ask(
        "La chaudière du gymnase Guimard est en panne.", subject="Chaudière", message_id="<c@example.org>"
    )
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/tableau")
        browser.run(_MARK)
        # A verb is being chosen on the first card, and the cursor stands in its menu.
        browser.run(
            f'const s = document.querySelector("{_FIRST} select"); s.selectedIndex = 1; s.focus(); return 1;'
        )
        chosen = browser.run(f'return document.querySelector("{_FIRST} select").value;')
        counter.ask("Une vitre du gymnase Guimard est cassée.", subject="Vitre", message_id="<v@example.org>")
        browser.wait("[data-key='2026-00003']")
        counter.set("2026-00001", due_at=counter.clock().replace(day=1))
        counter.set("2026-00002", state="done", state_kind="done", closed_at=counter.clock())
        counter.ask("Un banc du gymnase Guimard est cassé.", subject="Banc", message_id="<b@example.org>")
        browser.wait("[data-key='2026-00004']")
        assert browser.run("return document.querySelector(\"[data-key='2026-00002']\") === null;")
        assert browser.run(f'return document.querySelector("{_FIRST} select").value;') == chosen
        assert browser.run(f'return document.activeElement === document.querySelector("{_FIRST} select");')
        late = f"document.querySelector(\"{_FIRST}\").classList.contains('is-late')"
        assert not browser.run(f"return {late};"), "it is shown once it is let go"
        assert browser.run("return document.body.dataset.same;") == "yes", "the page was loaded anew"
        assert browser.text("#c-new .count") == "3"
        assert mistakes(browser) == []
        # Let go, and put back as it was: now it follows.
        browser.run(
            f'const s = document.querySelector("{_FIRST} select"); s.selectedIndex = 0; s.blur(); return 1;'
        )
        browser.wait(f"{_FIRST}.is-late")


def test_ticked_boxes_of_a_list_stay_while_the_list_moves(counter: Counter, tmp_path: Path) -> None:
    counter.ask(subject="Portail")
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes")
        browser.run(_MARK)
        browser.click(f"{_FIRST} input[type=checkbox]")
        counter.ask("Une vitre du gymnase Guimard est cassée.", subject="Vitre", message_id="<v@example.org>")
        browser.wait("[data-key='2026-00002']")
        assert browser.run(f'return document.querySelector("{_FIRST} input").checked;')
        assert browser.run("return document.body.dataset.same;") == "yes"


def test_a_request_that_is_open_shows_what_came_and_leaves_what_is_being_written(
    counter: Counter, tmp_path: Path
) -> None:
    reference = counter.ask(subject="Portail")
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.run(_MARK)
        browser.type("#texte", "Bonjour Madame, ")
        colleague = counter.signed_in(KEEPER)
        colleague.open(f"/demandes/{reference}")
        colleague.send(f"/demandes/{reference}/agir", verbe="plan", jour="2026-11-12")
        browser.until("return document.querySelector('[data-live=head]').innerText.includes('planifiée');")
        browser.type_here("nous passons jeudi.")
        assert (
            browser.run("return document.getElementById('texte').value")
            == "Bonjour Madame, nous passons jeudi."
        )
        assert browser.run("return document.body.dataset.same;") == "yes", "the page was loaded anew"
        assert mistakes(browser) == []
        # What it was written without is shown before it leaves.
        browser.click("#answer button")
        browser.wait(".line.newer")
        assert counter.notices("answer") == []
        assert (
            browser.run("return document.getElementById('texte').value")
            == "Bonjour Madame, nous passons jeudi."
        )
