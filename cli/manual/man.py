"""`guichet man` writes the files of all manual pages where `man` finds them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.manual.man_pages import MARK, manual
from cli.manual.tree import described
from cli.present import tell


def man(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", help="A folder of manual pages; by default ~/.local/share/man, your own."
        ),
    ] = None,
) -> None:
    """Write the manual pages of all commands, in English and French: then `man guichet-requests`."""
    folder = directory or _own()
    pages = manual(described())
    for place in sorted({page.parent for page in pages}):
        (folder / place).mkdir(parents=True, exist_ok=True)
        for old in (folder / place).glob("guichet*.1"):
            if place / old.name not in pages and old.read_bytes().startswith(MARK.encode()):
                old.unlink()
    for page, text in pages.items():
        (folder / page).write_text(text, encoding="ascii")
    tell(f"{len(pages)} manual pages are in {folder}.")


def _own() -> Path:
    """Where the manual pages of one person are (XDG base directories)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "man"
