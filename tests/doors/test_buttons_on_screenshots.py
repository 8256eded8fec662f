"""The buttons of letters on pictures that a real Chromium takes: on a telephone and a desk, light and dark."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dispatch.letters.examples.samples import samples
from dispatch.letters.render import Renderer
from dispatch.notices.catalogue import CATALOGUE
from models.colours import ENOUGH, contrast
from tests.chromium import Browser, chromium
from tests.web.seen import command, show_at

#: Where the buttons are, with their words, and how wide the letter wants to be.
_BUTTONS = """
const box = each => { const r = each.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
const taps = [...document.querySelectorAll('a.tap, a.tap2')];
return [document.documentElement.scrollWidth, taps.map(each => [each.textContent.trim(), ...box(each)])];
"""
#: Points: high enough for the longest of these letters to stand on one picture.
HEIGHT = 6_000


def pictured(browser: Browser, width: int, scheme: str, to: Path) -> Image.Image:
    """The whole letter as it is seen."""
    show_at(browser, width, scheme)
    size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    command(browser, "Emulation.setDeviceMetricsOverride", **size)
    browser.screenshot(to)
    return Image.open(to).convert("RGB")


def clearest(part: Image.Image) -> float:
    """How well the clearest ink of a part of a picture is read on what most of it is painted with."""
    octets = part.tobytes()
    colours = Counter(octets[at : at + 3].hex() for at in range(0, len(octets), 3))
    ground = f"#{colours.most_common(1)[0][0]}"
    return max(contrast(f"#{colour}", ground) for colour in colours)


def look_at(picture: Image.Image, buttons: list[list[Any]], how: tuple[int, str]) -> None:
    for at, (words, *box) in enumerate(buttons):
        left, top, right, bottom = map(int, box)
        where = (*how, words)
        assert words and left >= 0 and right <= picture.width and bottom - top >= 24, where
        for _, *other in buttons[:at]:
            apart = other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]
            assert apart, where
        assert clearest(picture.crop((left + 4, top + 4, right - 4, bottom - 4))) >= ENOUGH, where
        edge = picture.crop((left + 12, top - 3, left + 24, top + 3))
        assert clearest(edge) >= 3, (*where, "looks like no button")


@pytest.mark.parametrize("name", ["assigned", "confirm_message"])
def test_buttons_are_whole_apart_and_read_well(name: str, tmp_path: Path) -> None:
    examples = [Renderer().email(view).html for view in samples(CATALOGUE[name], "fr")]
    (tmp_path / "letter.html").write_text(max(examples, key=lambda html: html.count('class="tap')), "utf-8")
    seen = {}
    with chromium(tmp_path / "profile", width=500) as browser:
        browser.open((tmp_path / "letter.html").as_uri())
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                picture = pictured(browser, width, scheme, tmp_path / "letter.png")
                needed, buttons = browser.run(_BUTTONS)
                assert (needed <= width, len(buttons) >= 2) == (True, True), (width, scheme, needed)
                look_at(picture, buttons, (width, scheme))
                seen[width, scheme] = picture.getpixel((2, 2))
    assert seen[390, "light"] == seen[1280, "light"] != seen[390, "dark"] == seen[1280, "dark"]
