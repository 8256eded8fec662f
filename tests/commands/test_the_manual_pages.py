"""`guichet man`: the pages that `man guichet-requests` shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cli.main import COMMANDS
from cli.manual.man_pages import MARK, manual
from cli.manual.tree import Described
from tests.commands.running import guichet
from tests.servers.presence import find_program, missing

HOSTILE = Described(
    "guichet x", ".so /etc/passwd", ".de a\\*[b] \"quoted\" 'c' -- d", (("--e", "\\n(.x « é » …"),)
)


def test_each_command_has_its_page_in_both_languages(tmp_path: Path) -> None:
    guichet("man", str(tmp_path / "man"))
    names = {"guichet.1"} | {f"guichet-{name}.1" for name in COMMANDS}
    assert {page.name for page in (tmp_path / "man" / "man1").iterdir()} == names
    assert {page.name for page in (tmp_path / "man" / "fr" / "man1").iterdir()} == names
    assert "code de retour" in shown(tmp_path / "man" / "fr" / "man1" / "guichet-backup.1").lower()


def test_every_page_is_read_by_groff_without_a_warning(tmp_path: Path) -> None:
    guichet("man", str(tmp_path))
    pages = sorted(tmp_path.rglob("*.1"))
    assert len(pages) == 2 * (1 + len(COMMANDS))
    read = subprocess.run(
        [groff(), "-man", "-ww", "-Tutf8", "-z", *pages], capture_output=True, text=True, timeout=120
    )
    assert (read.returncode, read.stderr) == (0, "")


def test_a_page_of_an_older_version_goes_and_one_of_somebody_else_stays(tmp_path: Path) -> None:
    for folder in (tmp_path / "man1", tmp_path / "fr" / "man1"):
        folder.mkdir(parents=True)
        (folder / "guichet-gone.1").write_text(MARK + ".TH OLD 1\n")
        (folder / "guichet-mine.1").write_text(".TH MINE 1\n")
    guichet("man", str(tmp_path))
    left = {page.name for page in tmp_path.rglob("*.1")}
    assert "guichet-gone.1" not in left
    assert "guichet-mine.1" in left


@pytest.mark.parametrize("locale", ["man1", "fr/man1"])
def test_no_word_of_a_help_is_a_mark_of_roff(tmp_path: Path, locale: str) -> None:
    root = Described("guichet", "", "Counter.", (), (HOSTILE,))
    page = tmp_path / "page.1"
    page.write_text(manual(root)[Path(locale) / "guichet-x.1"], encoding="ascii")
    text = " ".join(shown(page).split())
    for said in (".so /etc/passwd", ".de a\\*[b] \"quoted\" 'c' -- d", "\\n(.x « é » …"):
        assert said in text


def shown(page: Path) -> str:
    """The page as a terminal shows it, without its bold."""
    ran = subprocess.run(
        [groff(), "-man", "-Tutf8", page], capture_output=True, text=True, check=True, timeout=60
    )
    return re.sub(r"\x1b\[[0-9;]*m|.\x08", "", ran.stdout)


def groff() -> Path:
    return find_program("groff") or missing("groff", "groff-base")
