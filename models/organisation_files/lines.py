"""Where in a TOML file something stands: tomllib keeps no line numbers (p)."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]#]{1,200}?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"' -]{1,200}?)\s*=")

Path = tuple[str | int, ...]


class Lines:
    """The line of each table and key of a TOML text, found by its path (`("rules", 2, "when", "words")`)."""

    def __init__(self, text: str) -> None:
        self._at: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        here: Path = ()
        delimiter = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if delimiter:
                # Inside a multi-line string nothing is a key.
                if delimiter in line:
                    delimiter = ""
                continue
            if table := _TABLE.match(line):
                here = self._enter(table[1], counts, is_array=line.lstrip().startswith("[["))
                self._at.setdefault(here, number)
            elif key := _KEY.match(line):
                path = here
                for part in _parts(key[1]):
                    path = (*path, part)
                    self._at.setdefault(path, number)
            for quotes in ('"""', "'''"):
                if line.count(quotes) % 2 == 1:
                    delimiter = quotes

    @staticmethod
    def _enter(name: str, counts: dict[Path, int], *, is_array: bool) -> Path:
        parts = _parts(name)
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            if path in counts:
                path = (*path, counts[path])
        path = (*path, parts[-1])
        if is_array:
            counts[path] = counts.get(path, -1) + 1
            path = (*path, counts[path])
        return path

    def of(self, path: Path) -> int:
        """The line of the nearest thing written on the way to `path`; 1 when nothing is."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._at:
                return self._at[path[:length]]
        return 1


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]
