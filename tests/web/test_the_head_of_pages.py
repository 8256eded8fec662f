"""The head of pages leaves the room to the work: one row on a screen, two on a telephone, the rest in menus."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.letters import ADMINISTRATOR
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes

_ROWS = """
const seen = [...document.querySelectorAll(".town, .top nav > ul > li, .more > summary, .find, .menu > summary")];
const boxes = seen.filter((each) => each.offsetParent).map((each) => each.getBoundingClientRect());
if (boxes.length < 7 || boxes.some((each) => each.right > innerWidth)) { return 99; }
const rows = [];
for (const box of boxes) {
  const middle = (box.top + box.bottom) / 2;
  if (!rows.some((each) => Math.abs(each - middle) < 12)) { rows.push(middle); }
}
return rows.length;
"""


@pytest.mark.parametrize("scripts", [True, False])
def test_everything_an_administrator_has_stands_in_one_row(
    counter: Counter, tmp_path: Path, scripts: bool
) -> None:
    session = counter.signed_in(ADMINISTRATOR).session.cookies["guichet"]
    with chromium(tmp_path / "profile", scripts=scripts, width=1440) as browser:
        command(
            browser,
            "Network.setCookies",
            cookies=[{"name": "guichet", "value": session, "url": counter.address}],
        )
        browser.open(f"{counter.address}/bureau")
        for width, most in ((1440, 1), (1280, 1), (820, 1), (390, 2), (360, 2)):
            browser.show_at(width)
            assert browser.run(_ROWS) == most, width
            assert browser.run("return document.getElementById('find').offsetWidth;") > 70, width
        browser.click(".more summary")
        assert mistakes(browser) == []
        assert browser.text(".more .in-menu").split() == [
            "Carte",
            "Personnes",
            "Agenda",
            "Chiffres",
            "Administration",
        ]
        browser.click(".more [href='/chiffres']")
        browser.wait(".tiles")
        assert browser.address.endswith("/chiffres")
        assert mistakes(browser) == []
        browser.click(".menu summary")
        assert mistakes(browser) == []
        if scripts:
            browser.press("Escape")
            assert not browser.run("return document.querySelector('.menu').open;")
            browser.click(".menu summary")
        browser.click(".leave button")
        assert "/entrer" in browser.address
