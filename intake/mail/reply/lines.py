"""Lines of text, each with what its markup said about quoting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: What the markup says of a line: nothing; it announces a quote; it is quoted; all from here on is.
Hint = Literal["", "attribution", "quoted", "rest"]

_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff\u00ad\u034f\u200c]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; cited lines begin by "> " once per level."""

    text: str
    hint: Hint = ""


class LineWriter:
    """Collects lines; knows the citation depth and the hint that hold at this point."""

    def __init__(self) -> None:
        self.out: list[Line] = []
        self.current: list[str] = []
        self.cite = 0
        self.quoted = 0
        self.attribution = 0
        self.rest = False
        self.pre = 0
        #: The citation depth at which an empty line is due before the next text, None when none is.
        self.blank_at: int | None = None

    def hint(self) -> Hint:
        """What holds for the line being written."""
        if self.rest:
            return "rest"
        if self.attribution:
            return "attribution"
        return "quoted" if self.quoted else ""

    def text(self, text: str) -> None:
        """Add the text of one node, its white space collapsed outside <pre>."""
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.current.append(first)
            for line in others:
                self.end_line()
                self.current.append(line)
            return
        text = _SPACES.sub(" ", text)
        if not self.current or self.current[-1].endswith(" "):
            text = text.lstrip(" ")
        if text:
            self.current.append(text)

    def end_line(self, always: bool = True) -> None:
        """End the line, an empty one too unless not `always`."""
        raw = "".join(self.current)
        line = raw.replace("\xa0", " ").rstrip()
        self.current.clear()
        # A paragraph of one no-break space is how programs write an empty line.
        if not line and not always and "\xa0" not in raw:
            return
        prefix = "> " * min(self.cite, 20)
        if self.blank_at is not None and self.out and self.out[-1].text.strip("> "):
            self.out.append(Line(("> " * min(self.cite, self.blank_at, 20)).rstrip(), self.hint()))
        self.blank_at = None
        self.out.append(Line((prefix + line).rstrip(), self.hint()))

    def block(self, spaced: bool) -> None:
        """Begin or end a block; `spaced` when an empty line stands around it."""
        self.end_line(always=False)
        if spaced:
            self.blank_at = self.cite if self.blank_at is None else min(self.blank_at, self.cite)

    def lines(self) -> list[Line]:
        """All lines, at most one empty one between two, none at the ends."""
        self.end_line(always=False)
        result: list[Line] = []
        for line in self.out:
            if not line.text.strip("> ") and (not result or not result[-1].text.strip("> ")):
                continue
            result.append(line)
        while result and not result[-1].text.strip("> "):
            result.pop()
        return result
