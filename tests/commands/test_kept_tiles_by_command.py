"""`guichet map cache`: what is kept of a map server is counted, and cleared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dispatch.web.map.kept import KeptTiles
from tests.commands.running import guichet


@pytest.mark.usefixtures("office")
def test_kept_tiles_are_counted_and_cleared(tmp_path: Path) -> None:
    assert json.loads(guichet("map", "cache", "--json").out)["tiles"] == 0
    for server in ("https://one.example.org", "https://before.example.org"):
        KeptTiles(Path("var"), server, 500).keep(14, 8393, 5791, b"x" * 300_000)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not ours")
    (Path("var") / "tiles" / "link").symlink_to(elsewhere)
    shown = json.loads(guichet("map", "cache", "--json").out)
    assert (shown["tiles"], shown["megabytes"], shown["most_megabytes"]) == (2, 0.6, 500)
    assert shown["oldest"]
    assert "0.6" in guichet("map", "cache").out
    assert "Pictures removed: 2; megabytes: 0.6." in guichet("map", "cache", "--clear").out
    assert not [each for each in (Path("var") / "tiles").rglob("*") if not each.is_symlink()]
    assert elsewhere.read_bytes() == b"not ours"
    assert "clear" in guichet("audit", "show", "map").out
    assert guichet("map", "cache", "--clear", "now").code == 2
