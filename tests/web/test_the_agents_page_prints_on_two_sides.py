"""The page that agents are given fits the two sides of one sheet, as Chromium prints it."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

from tests.chromium import chromium
from tests.printed_page import PRINTED
from tests.web.seen import command


def test_it_fits_both_sides_of_an_a4_sheet(tmp_path: Path) -> None:
    with chromium(tmp_path / "profile") as browser:
        browser.open(PRINTED.as_uri())
        printed = command(browser, "Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    document = b64decode(printed["data"])
    (tmp_path / "page.pdf").write_bytes(document)
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 2
