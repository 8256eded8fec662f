"""The head of pages leaves the room to the work: one row on a screen, and who one is signed in as in a menu."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.letters import ADMINISTRATOR
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes

_ROWS = """
const boxes = [...document.querySelectorAll(".top nav li, .top .find, .top .menu")].map((each) => each.getBoundingClientRect());
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
        for width, most in ((1440, 1), (1280, 2), (820, 2), (390, 5)):
            browser.show_at(width)
            assert browser.run(_ROWS) <= most, width
        assert browser.run("return document.getElementById('find').offsetWidth;") > 120
        browser.click(".menu summary")
        assert mistakes(browser) == []
        if scripts:
            browser.press("Escape")
            assert not browser.run("return document.querySelector('.menu').open;")
            browser.click(".menu summary")
        browser.click(".leave button")
        assert "/entrer" in browser.address
