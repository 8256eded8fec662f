"""Letters and the page for photos as a real Chromium lays them out where a telephone is as narrow as they get."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.letters.examples.samples import samples
from dispatch.letters.render import Renderer
from dispatch.notices.catalogue import CATALOGUE
from tests.chromium import chromium

#: Pixels: a common telephone, and the narrowest that is sold.
WIDTHS = (390, 320)
#: How many heads of rows and references there are, their words that stand on two lines, the width that is needed.
_LOOK = """
const width = arguments_width;
document.documentElement.style.width = width + 'px';
document.body.style.width = width + 'px';
const cut = node => [...node.textContent.matchAll(/\\S+/g)].filter(word => {
  const range = document.createRange();
  range.setStart(node, word.index);
  range.setEnd(node, word.index + word[0].length);
  return new Set([...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top))).size > 1;
}).map(word => word[0]);
const texts = node => node.nodeType === Node.TEXT_NODE ? [node] : [...node.childNodes].flatMap(texts);
const whole = [...document.querySelectorAll('th, .reference, [style*="nowrap"]')];
return [
  whole.length,
  whole.flatMap(texts).flatMap(cut),
  Math.max(document.body.scrollWidth, document.querySelector('table, main').getBoundingClientRect().width),
];
"""


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for the first example of each letter in each language."""
    folder, renderer = tmp_path_factory.mktemp("letters"), Renderer()
    for notice in CATALOGUE.values():
        for locale in ("fr", "en") if notice.by_email else ():
            html = renderer.email(next(iter(samples(notice, locale)))).html
            (folder / f"{locale}-{notice.name}.html").write_text(html, "utf-8")
    return folder


def test_no_name_of_a_fact_and_no_reference_is_cut_on_a_telephone(letters: Path, tmp_path: Path) -> None:
    wrong, looked = {}, 0
    with chromium(tmp_path / "profile", width=500) as browser:
        for path in sorted(letters.iterdir()):
            browser.open(path.as_uri())
            for width in WIDTHS:
                count, cut, needed = browser.run(_LOOK.replace("arguments_width", str(width)))
                looked += count
                if cut or needed > width:
                    wrong[f"{path.name} at {width}"] = (cut, needed)
    assert looked > 200
    assert wrong == {}


@pytest.mark.parametrize("page", ["form", "message", "suite"])
def test_a_reference_on_a_page_is_not_cut_at_its_hyphen(page: str, tmp_path: Path) -> None:
    """Whatever the width: somewhere between these a line would end inside it."""
    css = (Path(__file__).parents[2] / "templates" / "web" / "depot" / "depot.css").read_text("utf-8")
    source = Path(__file__).parents[2] / "templates" / "web"
    name = source / "suite.html" if page == "suite" else source / "depot" / f"{page}.html"
    (line,) = [each for each in name.read_text("utf-8").splitlines() if "{{ reference }}" in each]
    line = line.partition("%}")[2].rpartition("{%")[0] if line.startswith("{%") else line
    line = line.replace("{{ reference }}", "2026-00110").replace(
        "{{ texts.form_intro }}", "Vos photos ou documents seront joints à votre demande"
    )
    html = f"<!doctype html><meta charset=utf-8><style>{css}</style><body><main>{line}</main></body>"
    (tmp_path / "page.html").write_text(html, "utf-8")
    with chromium(tmp_path / "profile", width=500) as browser:
        browser.open((tmp_path / "page.html").as_uri())
        for width in range(160, 480, 12):
            count, cut, _ = browser.run(_LOOK.replace("arguments_width", str(width)))
            assert (count, cut) == (1, []), width
