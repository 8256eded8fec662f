"""Where in a TOML file something stands: tomllib keeps no line numbers."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]#]{1,200}?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"' -]{1,200}?)\s*=")
#: Strings, comments and brackets: what counts to know how deep in a list a line stands. One alternative each.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#|[\[\]{}]|([A-Za-z0-9_-]+)\s*=(?!=)")

Path = tuple[str | int, ...]


class Lines:
    """The line of each table and key of a TOML text, found by its path (`("rules", 2, "when", "words")`).

    One pass over the text; in a list over several lines each table is found by its number.
    """

    def __init__(self, text: str) -> None:
        self._at: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        here: Path = ()
        delimiter = ""
        listed: _List | None = None
        for number, line in enumerate(text.splitlines(), start=1):
            if delimiter:
                # Inside a multi-line string nothing is a key.
                if delimiter in line:
                    delimiter = ""
                continue
            if listed is not None:
                listed = listed.read(line, number, self._at)
                continue
            if table := _TABLE.match(line):
                here = self._enter(table[1], counts, is_array=line.lstrip().startswith("[["))
                self._at.setdefault(here, number)
            elif key := _KEY.match(line):
                path = here
                for part in _parts(key[1]):
                    path = (*path, part)
                    self._at.setdefault(path, number)
                value = line[key.end() :]
                if value.lstrip().startswith("["):
                    listed = _List(path).read(value, number, self._at)
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
        """The line of the nearest thing written on the way to `path`, else of the first thing inside it; 1
        when there is neither.
        """
        for length in range(len(path), 0, -1):
            # A list of tables is where its first table stands.
            for where in (path[:length], (*path[:length], 0)):
                if where in self._at:
                    return self._at[where]
        inside = (line for where, line in self._at.items() if where[: len(path)] == path)
        return min(inside, default=1) if path else 1


class _List:
    """A list that is being read: how deep, and how many tables it has had so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.depth = 0
        self.tables = -1

    def read(self, line: str, number: int, at: dict[Path, int]) -> _List | None:
        """Note the tables and keys of this line; None when the list ends on it."""
        for token in _TOKEN.finditer(line):
            said = token[0]
            if said == "#":
                break
            if said in "[{":
                self.depth += 1
                if said == "{" and self.depth == 2:
                    self.tables += 1
                    at.setdefault((*self.path, self.tables), number)
            elif said in "]}":
                self.depth -= 1
                if self.depth <= 0:
                    return None
            elif token[1] and self.depth == 2 and self.tables >= 0:
                at.setdefault((*self.path, self.tables, token[1]), number)
        return self


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]
