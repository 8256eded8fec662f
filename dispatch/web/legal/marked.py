"""A text of ours in Markdown as a page: titles, paragraphs, lists, words in bold, links to https (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_TITLE = re.compile(r"(#{1,2}) (.+)")
#: In a line that was escaped: `**bold**`, `[words](https://…)`.
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_LINK = re.compile(r"\[([^\]\[]{1,200})\]\((https://[^\s()<>\"']{1,300})\)")


def as_html(text: str) -> Markup:
    """The text as HTML. Everything in it is escaped first: only what this module reads becomes a tag."""
    return Markup("\n").join(_blocks(text))


def _blocks(text: str) -> Iterator[Markup]:
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if found := _TITLE.fullmatch(lines[0] if len(lines) == 1 else ""):
            level = len(found[1])
            yield Markup("<h{0}>{1}</h{0}>").format(level, _inline(found[2]))
        elif lines and all(line.startswith("- ") for line in lines):
            items = (Markup("<li>{}</li>").format(_inline(line[2:])) for line in lines)
            yield Markup("<ul>{}</ul>").format(Markup("\n").join(items))
        elif lines:
            yield Markup("<p>{}</p>").format(_inline(" ".join(lines)))


def _inline(line: str) -> Markup:
    marked = _BOLD.sub(r"<strong>\1</strong>", str(escape(line)))
    return Markup(_LINK.sub(r'<a href="\2" rel="noreferrer">\1</a>', marked))  # noqa: S704  # escaped above
