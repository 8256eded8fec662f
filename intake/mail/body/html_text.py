"""HTML to lines of text, with what its markup says about quoting kept beside each line.

The document is given a ceiling first (html_ceiling.py); the walk itself never recurses, opens and closes each
node once, and asks of a node only what stands in its tag, in its first words,
or is known from one pass before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.mail.body.html_ceiling import under_ceiling
from intake.mail.body.html_marks import Mark, mark_of
from intake.mail.reply.lines import Line, LineWriter
from intake.mail.wire.limits import DEFAULT

_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff\u00ad\u034f\u200c]+")
_HIDDEN = frozenset(
    "head script style title template noscript object svg select iframe -comment".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6".split()  # noqa: SIM905
) | frozenset("header hr html li main nav ol p pre section table tbody thead tr ul".split())  # noqa: SIM905
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol pre blockquote".split())  # noqa: SIM905
_RULE = "_" * 32
# hidden = "display: none" / "mso-hide: all" / "visibility: hidden"
_INVISIBLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE
)

#: What is undone when an element ends: its mark, preformatted text, or nothing;
#: or its content is not looked at.
_Effect = Mark | Literal["pre", "skip"]


def html_lines(html: str, limit: int = DEFAULT.html_chars) -> list[Line]:
    """The readable lines of an HTML body, at most one empty line between two. Never fails.

    Linear in the first `limit` characters.
    """
    document = LexborHTMLParser(under_ceiling(html[:limit].replace("\x00", "")))
    root = document.root
    if root is None:
        return []
    writer = LineWriter()
    _walk(root, writer, _around_quotes(root))
    return writer.lines()


def _around_quotes(root: LexborNode) -> set[int]:
    """The elements inside which a <blockquote> stands; each is climbed to once."""
    found: set[int] = set()
    for quote in root.css("blockquote"):
        parent = quote.parent
        while parent is not None and parent.mem_id not in found:
            found.add(parent.mem_id)
            parent = parent.parent
    return found


def _walk(root: LexborNode, writer: LineWriter, around_quotes: set[int]) -> None:
    """Depth first, with the parents' closing steps on a list of our own."""
    closing: list[tuple[LexborNode, str, _Effect]] = []
    node: LexborNode | None = root
    while node is not None:
        effect = _open(node, writer, around_quotes)
        child = node.first_child if effect != "skip" else None
        if child is not None:
            closing.append((node, node.tag or "", effect))
            node = child
            continue
        if effect != "skip":
            _close(node.tag or "", effect, writer, node)
        while node.next is None and closing:
            node, tag, effect = closing.pop()
            _close(tag, effect, writer, node)
            if not closing and node.next is None:
                return
        node = node.next


def _open(node: LexborNode, writer: LineWriter, around_quotes: set[int]) -> _Effect:
    """Write what a node begins with; what is to be undone at its end."""
    if node.is_text_node:
        writer.text(node.text_content or "")
        return ""
    tag = node.tag or ""
    attributes = node.attributes
    if tag in _HIDDEN or _is_invisible(attributes):
        return "skip"
    if tag in _WRITTEN_ALONE:
        return _write_alone(tag, writer)
    if tag in _BLOCKS:
        writer.block(tag in _SPACED and not _is_tight(tag, attributes))
    if lead := _LEADS.get(tag):
        writer.text(lead)
    if tag == "pre":
        writer.pre += 1
        return "pre"
    return _mark(node, tag, attributes, writer, around_quotes)


#: Elements without content of their own; <br> ends a line, <hr> is one.
_WRITTEN_ALONE = frozenset({"br", "hr"})
#: What stands before the content of an element.
_LEADS = {"td": " ", "th": " ", "li": "- "}


def _write_alone(tag: str, writer: LineWriter) -> _Effect:
    if tag == "br":
        writer.end_line()
    else:
        writer.block(False)
        writer.text(_RULE)
        writer.block(False)
    return "skip"


def _mark(
    node: LexborNode,
    tag: str,
    attributes: Mapping[str, str | None],
    writer: LineWriter,
    around_quotes: set[int],
) -> Mark:
    """Note what the markup says of an element's content until it ends, or of all that follows."""
    mark = mark_of(node, tag, attributes, holds_quote=node.mem_id in around_quotes) if attributes else ""
    if tag == "blockquote" and not attributes:
        mark = "cite"
    if mark == "rest":
        writer.rest = True
    elif mark == "cite":
        writer.attribution = 0
        writer.cite += 1
    elif mark == "attribution":
        writer.attribution += 1
    elif mark == "quoted":
        writer.quoted += 1
    return mark


def _is_invisible(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style))


def _is_tight(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a paragraph has no space around it: Outlook writes each line as one."""
    if tag != "p":
        return False
    style = (attributes.get("style") or "").replace(" ", "").casefold()
    return "MsoNormal" in (attributes.get("class") or "") or "margin:0" in style


def _close(tag: str, effect: _Effect, writer: LineWriter, node: LexborNode) -> None:
    if tag in _BLOCKS:
        writer.block(tag in _SPACED and not _is_tight(tag, node.attributes))
    if effect == "pre":
        writer.pre -= 1
    elif effect == "cite":
        writer.cite -= 1
    elif effect == "quoted":
        writer.quoted -= 1
    elif effect == "attribution":
        writer.attribution = max(0, writer.attribution - 1)
    if tag == "a":
        _link(node, writer)


def _link(node: LexborNode, writer: LineWriter) -> None:
    """The address behind a link whose text does not show it."""
    target = (node.attributes.get("href") or "").strip()
    if not target.startswith(("http://", "https://")) or len(target) > 200 or not writer.current:
        return
    shown = _SPACES.sub(" ", node.text(deep=True)).strip()
    bare = target.split("://", 1)[1].rstrip("/")
    if shown and bare not in shown and shown.rstrip("/") not in target:
        writer.text(f" <{target}>")
