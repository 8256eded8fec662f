"""Pictures of written pages, by the browser this machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from models.errors import UserError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: A telephone and a desk, in CSS pixels.
WIDTHS = (390, 1280)
_HEIGHT = 1600
_SECONDS = 60


def find_browser() -> str:
    """The path of a browser that can take pictures. Raises UserError when there is none."""
    for name in _BROWSERS:
        if found := shutil.which(name):
            return found
    raise UserError(
        f"No browser was found for the pictures ({', '.join(_BROWSERS)}): "
        "install Chromium, or leave out --png."
    )


def take_pictures(pages: Iterable[Path]) -> list[Path]:
    """A PNG beside each page for each width: `fr-done-1.390.png`. Raises UserError when the browser fails."""
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="guichet-browser-") as profile:
        return [_take(browser, profile, page, width) for page in pages for width in WIDTHS]


def _take(browser: str, profile: str, page: Path, width: int) -> Path:
    picture = page.resolve().with_suffix(f".{width}.png")
    picture.unlink(missing_ok=True)
    command = [
        browser,
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        # A letter fetches nothing; neither does its picture.
        "--proxy-server=127.0.0.1:9",
        f"--user-data-dir={profile}",
        f"--window-size={width},{_HEIGHT}",
        f"--screenshot={picture}",
        page.resolve().as_uri(),
    ]
    if os.geteuid() == 0:
        # Its sandbox refuses root; what it shows is our own page with invented people.
        command.insert(1, "--no-sandbox")
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as wrong:
        raise UserError(f"{browser} took more than {_SECONDS} s for {page.name}.") from wrong
    if not picture.is_file():
        raise UserError(f"{browser} took no picture of {page.name}.")
    return picture
