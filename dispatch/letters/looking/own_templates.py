"""How a town hall's own templates differ from the built-in ones they take the place of."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dispatch.letters.render import PACKAGE_DIRECTORY


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """One file of the town's directory: `name` is its path there, e.g. `fr/email/done/body.txt`."""

    name: str
    #: Whether a built-in file has that name; else an invented notice (or nothing) reads it.
    replaces: bool
    #: Unified diff from the built-in file to this one, by lines; () when they are the same.
    lines: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether it says what the built-in file says: it could be deleted."""
        return self.replaces and not self.lines


def own_templates(directory: Path) -> Iterator[OwnTemplate]:
    """Each file of `directory` beside the built-in one. Raises UnicodeDecodeError for one not in UTF-8."""
    for path in sorted(directory.rglob("*")):
        parts = path.relative_to(directory).parts
        if not path.is_file() or any(part.startswith((".", "_")) for part in parts):
            continue
        name = "/".join(parts)
        built_in = PACKAGE_DIRECTORY / name
        if not built_in.is_file():
            yield OwnTemplate(name, replaces=False)
            continue
        before, after = (each.read_text(encoding="utf-8").splitlines() for each in (built_in, path))
        lines = difflib.unified_diff(before, after, f"built-in/{name}", f"own/{name}", lineterm="")
        yield OwnTemplate(name, replaces=True, lines=tuple(lines))
