"""`make docs`: every page is on the site, in its menu, and no link of it leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from cli.speaking.explaining import settings_text
from tests.docs_site import ROOT, lay_out, published

#: Pages that another one lists.
LISTED = "decisions/"


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    lay_out(folder)
    return folder


def built(folder: Path) -> Path:
    """The site in HTML, made of the pages that were laid out."""
    build = [
        str(Path(sys.executable).parent / "zensical"),
        "build",
        "--strict",
        "--config-file",
        "zensical.toml",
    ]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_every_page_has_its_place_in_the_menu() -> None:
    nav = tomllib.loads((ROOT / "docs" / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    listed = list(menu(nav))
    assert len(listed) == len(set(listed))
    pages = {page for page in published().values() if not page.startswith(LISTED)}
    assert set(listed) == pages | {"settings.md", "api-reference.md", "decisions/index.md"}


def test_no_link_of_the_site_leads_nowhere_and_no_reader_contacts_anybody(laid_out: Path) -> None:
    site = built(laid_out)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(published())
    wrong = []
    for page in pages:
        links = Links()
        links.feed(page.read_text("utf-8"))
        wrong += [f"{page.name} fetches {each}" for each in links.fetched if urlsplit(each).netloc]
        wrong += [f"{page.relative_to(site)}: {each}" for each in links.led if not reached(page, each, site)]
    assert wrong == []
    assert reached(site / "index.html", "sms/", site)
    assert not reached(site / "index.html", "nowhere/", site)


def test_the_reference_has_each_setting_and_each_call(laid_out: Path) -> None:
    settings = (laid_out / "pages" / "settings.md").read_text("utf-8")
    for line in settings_text().splitlines():
        assert line in settings
    api = (laid_out / "pages" / "api-reference.md").read_text("utf-8")
    assert "## POST /api/v1/requests\n" in api
    assert "[NewRequest](#newrequest)" in api
    assert "### NewRequest\n" in api


def test_no_link_leads_above_the_pages(laid_out: Path) -> None:
    assert not re.search(r"\]\(\.\./\.\./", (laid_out / "pages" / "fr" / "securite.md").read_text("utf-8"))


class Links(HTMLParser):
    """What a page leads to, and what a browser fetches to show it."""

    def __init__(self) -> None:
        super().__init__()
        self.led: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a":
            self.led.append(said.get("href") or "")
        elif tag == "link":
            self.fetched.append(said.get("href") or "")
        else:
            self.fetched.append(said.get("src") or "")


def reached(page: Path, link: str, site: Path) -> bool:
    """Whether the link leads to another site, or to something that is there."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path or page.name == "404.html":
        return True
    target = (page.parent / unquote(parts.path)).resolve()
    found = target / "index.html" if target.is_dir() else target
    return found.is_file() and found.is_relative_to(site)


def menu(entries: list[Any]) -> Iterator[str]:
    """The pages of a menu, whatever they stand under."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        else:
            for below in entry.values():
                yield from menu([below] if isinstance(below, str) else below)
