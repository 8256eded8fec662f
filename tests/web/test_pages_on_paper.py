"""What is printed stands whole on a sheet held upright, without what only a screen can do."""

from __future__ import annotations

from pathlib import Path

from tests.chromium import chromium
from tests.letters import KEEPER, PHOTO
from tests.web.browsing import Counter
from tests.web.seen import busy, command, sign_in

#: A4 without its margins of 14 mm, in pixels of CSS.
WIDTH = 687
_CUT = """
const wide = [document.documentElement, ...document.querySelectorAll(".sheet")].filter((each) => each.scrollWidth > innerWidth);
const useless = [...document.querySelectorAll("button, input, select, summary")].filter((each) => each.checkVisibility());
return [...wide, ...useless].map((each) => each.outerHTML.slice(0, 90));
"""


def test_lists_figures_rounds_and_requests_lose_nothing_at_the_edge_and_show_no_button(
    counter: Counter, tmp_path: Path
) -> None:
    reference = busy(counter)
    counter.ask(
        "Une plaque d’égout manque.", subject="Plaque", message_id="<3@example.org>", files={"a.jpg": PHOTO}
    )
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        for path in (
            "/demandes?etat=toutes",
            f"/demandes/{reference}",
            f"/demandes/{reference}/imprimer",
            "/chiffres",
            "/tournee",
            "/bureau",
        ):
            browser.open(counter.address + path)
            size = {"width": WIDTH, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
            command(browser, "Emulation.setDeviceMetricsOverride", **size)
            command(browser, "Emulation.setEmulatedMedia", media="print")
            assert browser.run(_CUT) == [], path
            command(browser, "Emulation.setEmulatedMedia", media="")


def test_what_is_urgent_is_so_on_paper_too_with_its_hour(counter: Counter) -> None:
    reference = counter.ask()
    due = counter.clock().replace(hour=9, minute=30)
    counter.set(reference, priority="urgent", due_at=due)
    agent = counter.signed_in(KEEPER)
    assert '<span class="mark urgent">urgent</span>' in agent.open("/tournee").text
    sheet = agent.open(f"/demandes/{reference}/imprimer").text
    assert '<span class="mark urgent">' in sheet and "3 novembre 2026 à\u00a010\u00a0h\u00a030" in sheet


def test_without_scripts_no_button_offers_to_print(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    for scripts in (False, True):
        with chromium(tmp_path / f"profile{scripts}", scripts=scripts, width=820) as browser:
            sign_in(browser, counter)
            browser.open(f"{counter.address}/demandes/{reference}/imprimer")
            assert browser.run("return document.querySelector('[data-print]').checkVisibility();") is scripts
