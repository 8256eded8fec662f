"""HTML to lines of text, with what its markup says about quoting kept beside each line.

Lexbor takes quadratic time on deep nesting (200,000 open divs: 166 s), so tags nested deeper than any mail
program nests them are dropped before the document is built; the walk itself never recurses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.mail.body.html_marks import mark_of
from intake.mail.reply.lines import Line, LineWriter
from intake.mail.wire.limits import DEFAULT

_MAX_DEPTH = 200
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})[^<>]{0,4000}>?")
# Thousands of attributes in one tag are compared each with each.
_CROWDED_TAG = re.compile(r"<[^<>]{8000,}>?")
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff\u00ad\u034f\u200c]+")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HIDDEN = {"head", "script", "style", "title", "template", "noscript", "object", "svg", "select", "iframe"}
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
    ),
    *(
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
    ),
    *("section", "table", "tbody", "thead", "tr", "ul"),
}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "blockquote"}
_RULE = "_" * 32

_INVISIBLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)


def html_lines(html: str, limit: int = DEFAULT.html_chars) -> list[Line]:
    """The readable lines of an HTML body, at most one empty line between two. Never fails."""
    document = LexborHTMLParser(_flattened(html[:limit].replace("\x00", "")))
    root = document.root
    if root is None:
        return []
    writer = LineWriter()
    _walk(root, writer)
    return writer.lines()


def _flattened(html: str) -> str:
    """`html` without the tags nested deeper than `_MAX_DEPTH`."""
    html = _CROWDED_TAG.sub(lambda tag: " " if tag[0].count("=") > 300 else tag[0], html)
    if html.count("<") <= _MAX_DEPTH:
        return html
    depth = 0
    at = 0
    kept: list[str] = []
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _VOID or tag[0].endswith("/>"):
            continue
        if tag[1]:
            too_deep = depth > _MAX_DEPTH
            depth = max(0, depth - 1)
        else:
            depth += 1
            too_deep = depth > _MAX_DEPTH
        if too_deep:
            kept.append(html[at : tag.start()])
            kept.append(" ")
            at = tag.end()
    if not kept:
        return html
    kept.append(html[at:])
    return "".join(kept)


def _walk(root: LexborNode, writer: LineWriter) -> None:
    """Depth first, with the parents' closing steps on a list of our own."""
    closing: list[tuple[LexborNode, str, str]] = []
    node: LexborNode | None = root
    while node is not None:
        effect = _open(node, writer)
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


def _open(node: LexborNode, writer: LineWriter) -> str:
    tag = node.tag or ""
    if node.is_text_node:
        if text := node.text_content:
            writer.text(text)
        return ""
    if tag in _HIDDEN or node.is_comment_node or tag == "-comment":
        return "skip"
    if tag == "br":
        writer.end_line()
        return "skip"
    if tag in {"td", "th"}:
        writer.text(" ")
    if (
        tag in {"span", "font", "b", "i", "strong", "em", "u", "tbody", "tr", "html", "body", "o:p"}
        and not node.attributes
    ):
        if tag in _BLOCKS:
            writer.block(False)
        return ""
    attributes = node.attributes
    style = attributes.get("style") or ""
    if style and _INVISIBLE.search(style):
        return "skip"
    if tag in _BLOCKS:
        writer.block(tag in _SPACED and not _is_tight(tag, attributes))
    mark = mark_of(node, tag, attributes)
    if mark == "rest":
        writer.rest = True
    if tag == "hr":
        writer.text(_RULE)
        writer.block(False)
        return "skip"
    if tag == "li":
        writer.text("- ")
    if tag == "pre":
        writer.pre += 1
        return "pre"
    if mark == "cite":
        writer.attribution = 0
        writer.cite += 1
    elif mark == "attribution":
        writer.attribution += 1
    elif mark == "quoted":
        writer.quoted += 1
    return mark


def _is_tight(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a paragraph has no space around it: Outlook writes each line as one."""
    if tag != "p":
        return False
    style = (attributes.get("style") or "").replace(" ", "").casefold()
    return "MsoNormal" in (attributes.get("class") or "") or "margin:0" in style


def _close(tag: str, effect: str, writer: LineWriter, node: LexborNode) -> None:
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
