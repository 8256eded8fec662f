"""docs/replication.md: the line that copies files to a second machine takes away there what was erased here."""

from __future__ import annotations

import shlex
from fnmatch import fnmatch
from pathlib import Path

from models.store.files import MARKER

PAGE = Path(__file__).parents[2] / "docs/replication.md"


def test_the_line_follows_erasing_leaves_what_is_unfinished_and_does_nothing_without_the_marker() -> None:
    text = PAGE.read_text("utf-8").replace("\\\n", " ")
    (line,) = (each for each in text.splitlines() if "rsync -a" in each)
    words = shlex.split(line)
    # An empty place where the disk was to be mounted must not empty the other side.
    assert words[:4] == ["test", "-e", f"var/files/{MARKER}", "&&"] and words[4] == "rsync"
    assert "--delete" in words and words[-2:-1] == ["var/files/"]
    left = [word.removeprefix("--exclude=") for word in words if word.startswith("--exclude=")]
    digest = "ab" * 32
    for name, stays in ((f".gone-{digest}", True), (".new-x1", True), (digest, False), (MARKER, False)):
        assert any(fnmatch(name, each) for each in left) == stays, name
