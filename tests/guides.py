"""The guides of docs/fr as a test reads them: their blocks in order, and every command they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "fr"
GUIDES = sorted(FOLDER.glob("*.md"))
#: A line of a block that stands for any number of lines.
LEFT_OUT = "…"
_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(guichet [^`]+)`")
_PROMPT = re.compile(r"^(.*\S): (.+)$")


@dataclass(frozen=True)
class Block:
    """One fenced block: `console`, or what a file shall hold."""

    kind: str
    #: Name of the file, when the block gives it.
    name: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A command of a console block and the lines printed below it."""

    command: str
    shown: tuple[str, ...]
    #: It asks questions: lines of the form `question: answer` hold what is typed.
    asks: bool = False

    def answers(self) -> str:
        """What is typed at its prompts."""
        found = (_PROMPT.match(line) for line in self.shown if self.asks)
        return "".join(f"{each[2]}\n" for each in found if each)

    def questions(self) -> list[str]:
        """The shown lines without the answers."""
        return [each[1] + ":" if (each := _PROMPT.match(line)) else line for line in self.shown]


def blocks(text: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [Block(kind, name or "", body) for kind, name, body in _BLOCK.findall(text)]


def typed(block: Block) -> list[Typed]:
    """The commands of a console block (`console questions`: they ask), each with what is shown below it."""
    found: list[Typed] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Typed(line[2:], (), block.name == "questions"))
        elif found:
            found[-1] = replace(found[-1], shown=(*found[-1].shown, line))
    return found


def inline_commands(text: str) -> list[str]:
    """Commands named in a sentence or a table."""
    return [found.strip() for found in _INLINE.findall(_BLOCK.sub("", text))]


def plain(line: str) -> str:
    """A line as it is compared: runs of blanks are one, numbers are all alike."""
    return re.sub(r"[0-9]+", "0", " ".join(line.split()))


def missing(shown: list[str] | tuple[str, ...], said: str) -> str:
    """The first shown line that `said` does not have at its place; '' when all are there.

    `…` stands for any number of lines; what is printed and not shown counts only where there is no `…`.
    """
    lines = [line for line in map(plain, said.splitlines()) if line]
    at, anywhere = 0, not shown
    for line in shown:
        if line.strip() == LEFT_OUT:
            anywhere = True
            continue
        wanted = plain(line)
        if not wanted:
            continue
        while anywhere and at < len(lines) and lines[at] != wanted:
            at += 1
        if at == len(lines) or lines[at] != wanted:
            return line
        at, anywhere = at + 1, False
    return "" if anywhere or at == len(lines) else f"not shown: {lines[at]}"
