"""The guides of docs/fr: what they say is there, in the typography of a printed page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from intake.words.orders.read import read_order
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation_files.sample import load_sample
from tests.guides import FOLDER, GUIDES, ROOT
from tests.printed_page import PRINTED, printed_page
from tests.rows import in_rows

FRIDAY = date(2026, 11, 27)
PAGES = [*GUIDES, ROOT / "README.fr.md"]
_CODE = re.compile(r"^```.*?^```$|`[^`]*`|\]\([^)]*\)|<[^>]+>|https?://\S+", re.MULTILINE | re.DOTALL)


def prose(path: Path) -> str:
    """A page without what is typed, and without addresses."""
    return _CODE.sub("·", path.read_text("utf-8"))


@in_rows("page", PAGES, ids=lambda path: path.name)
def test_the_typography_is_that_of_a_printed_page(page: Path) -> None:
    """No straight apostrophe; a no-break space before high punctuation and inside quotation marks."""
    wrong = re.findall(r".{0,20}(?:\w'\w|[\w»] [;:!?](?=\s)|\w[;!?](?=\s)| »|« |\.\.\.).{0,20}", prose(page))
    assert wrong == []


@in_rows("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_both_readmes_lead_to_every_guide_and_begin_with_the_same_commands() -> None:
    english, french = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.fr.md"))
    for guide in GUIDES:
        assert f"docs/fr/{guide.name}" in french, guide.name
    assert "README.fr.md" in english and "docs/fr/" in english
    commands = [re.findall(r"^    (make \w+)", text, re.MULTILINE)[:2] for text in (english, french)]
    assert commands == [["make run", "make test"]] * 2


def test_orders_shown_to_agents_are_read_as_orders() -> None:
    table = (FOLDER / "agent.md").read_text("utf-8").partition("## Faire avancer")[2].partition("##")[0]
    shown = re.findall(r"^\| «\s(.+?)\s» \|", table, re.MULTILINE)
    also = re.findall(r"«\s([^»]+?)\s»", table.partition("conviennent aussi")[2])
    assert len(shown) == 8 and len(also) == 3
    unread = [
        words
        for words in (*shown, *also)
        if type(read_order(words, DEFAULT_WORKFLOW, organisation=load_sample(), today=FRIDAY)).__name__
        != "Order"
    ]
    assert unread == []


def test_the_printed_page_is_up_to_date() -> None:
    assert PRINTED.read_text("utf-8") == printed_page(), (
        "run: python -m tests.printed_page > docs/fr/agent.html"
    )


def test_every_alert_is_explained_with_its_command() -> None:
    rules = (ROOT / "docs" / "prometheus" / "guichet.rules.yml").read_text("utf-8")
    page = (FOLDER / "exploiter.md").read_text("utf-8")
    alerts = re.findall(r"- alert: (\w+).*?command: ([^\n]+)", rules, re.DOTALL)
    assert len(alerts) >= 11
    unexplained = [
        name
        for name, command in alerts
        if not (row := re.search(rf"^\| `{name}` \|.*$", page, re.MULTILINE))
        or (command.startswith("guichet") and f"`{command}`" not in row[0])
    ]
    assert unexplained == []


def test_pictures_are_small_and_of_the_two_widths() -> None:
    from PIL import Image

    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))
    assert len(pictures) == 8
    for path in pictures:
        assert path.stat().st_size < 150_000
        with Image.open(path) as image:
            assert path.stem.endswith(f"-{image.width}") and image.width in (390, 1440)
