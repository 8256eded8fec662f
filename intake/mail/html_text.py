"""HTML to lines of text, with what its markup says about quoting kept beside each line.

Lexbor takes quadratic time on deep nesting (200,000 open divs: 166 s), so tags nested deeper than any mail
program nests them are dropped before the document is built; the walk itself never recurses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.mail.limits import DEFAULT

#: What the markup says of a line: nothing; it announces a quote; it is quoted; all from here on is.
Hint = Literal["", "attribution", "quoted", "rest"]

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

# Containers in which programs put the attribution and then the quote.
_CONTAINERS = re.compile(
    r"(?:^|\s)(?:gmail_quote|gmail_extra_quote|yahoo_quoted|yahoo-quoted|protonmail_quote|tutanota_quote|"
    r"moz-forward-container|zmail_extra|front-blockquote|msg-quote|ms-outlook-mobile-reference-message|"
    r"mail-editor-reference-message-container|iwc-?quote|js-readmsg-msg|quotedMessage|reply_quote)(?:\s|$|_)",
    re.IGNORECASE,
)
# Elements after which all the rest of the message is the earlier one.
_REST_IDS = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|zwchr|stopSpelling|mail-editor-reference-message-"
    r"container|isForwardContent|yahoo_quoted|ydp.{0,20}yahoo_quoted|quoted_header|ms-outlook-mobile-body-separator-line)",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"(?:^|\s)(?:gmail_attr|moz-cite-prefix|gmail_quote_attribution|airmail_on|protonmail_quote_attribution)(?:\s|$)",
    re.IGNORECASE,
)
# Outlook for Windows draws a line above the header block of the message it answers.
_OUTLOOK_RULE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?(?:E1E1E1|B5C4DF|[0-9A-F]{6})\s+1", re.IGNORECASE
)
_CITE_STYLE = re.compile(
    r"border-left(?:-width|-style|-color)?\s*:\s*(?!\s*(?:none|0|medium none))", re.IGNORECASE
)
_INVISIBLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; cited lines begin by "> " once per level."""

    text: str
    hint: Hint = ""


def html_lines(html: str, limit: int = DEFAULT.html_chars) -> list[Line]:
    """The readable lines of an HTML body, at most one empty line between two. Never fails."""
    document = LexborHTMLParser(_flattened(html[:limit].replace("\x00", "")))
    root = document.root
    if root is None:
        return []
    writer = _Writer()
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


class _Writer:
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
        if self.rest:
            return "rest"
        if self.attribution:
            return "attribution"
        return "quoted" if self.quoted else ""

    def text(self, text: str) -> None:
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
        self.end_line(always=False)
        if spaced:
            self.blank_at = self.cite if self.blank_at is None else min(self.blank_at, self.cite)

    def lines(self) -> list[Line]:
        self.end_line(always=False)
        result: list[Line] = []
        for line in self.out:
            if not line.text.strip("> ") and (not result or not result[-1].text.strip("> ")):
                continue
            result.append(line)
        while result and not result[-1].text.strip("> "):
            result.pop()
        return result


def _walk(root: LexborNode, writer: _Writer) -> None:
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


def _open(node: LexborNode, writer: _Writer) -> str:
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
    name = f"{attributes.get('class') or ''} {attributes.get('name') or ''}".strip()
    identity = attributes.get("id") or ""
    if tag in _BLOCKS:
        plain_paragraph = tag == "p" and (
            "MsoNormal" in name or "margin:0" in style.replace(" ", "").casefold()
        )
        writer.block(tag in _SPACED and not plain_paragraph)
    if (identity and _REST_IDS.match(identity)) or attributes.get("data-marker") in {
        "__DIVIDER__",
        "__HEADERS__",
    }:
        writer.rest = True
    if tag == "div" and style and _OUTLOOK_RULE.search(style):
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
    if tag == "blockquote":
        if (
            (attributes.get("type") or "").casefold() == "cite"
            or _CONTAINERS.search(name)
            or _CITE_STYLE.search(style)
            or "cite" in attributes
            or "quote" in name
        ):
            if writer.attribution:
                writer.attribution = 0
            writer.cite += 1
            return "cite"
        return "block"
    if _ATTRIBUTION.search(name) or identity in {"reply-intro", "replyHeader"}:
        writer.attribution += 1
        return "attribution"
    if name and _CONTAINERS.search(name):
        if node.css_first("blockquote") is not None:
            writer.attribution += 1
            return "attribution"
        writer.quoted += 1
        return "quoted"
    return ""


def _close(tag: str, effect: str, writer: _Writer, node: LexborNode) -> None:
    if tag in _BLOCKS and tag not in {"hr"}:
        spaced = tag in _SPACED and effect != "skip"
        if tag == "p":
            attributes = node.attributes
            style = (attributes.get("style") or "").replace(" ", "").casefold()
            spaced = not ("MsoNormal" in (attributes.get("class") or "") or "margin:0" in style)
        writer.block(spaced)
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


def _link(node: LexborNode, writer: _Writer) -> None:
    """The address behind a link whose text does not show it."""
    target = (node.attributes.get("href") or "").strip()
    if not target.startswith(("http://", "https://")) or len(target) > 200 or not writer.current:
        return
    shown = _SPACES.sub(" ", node.text(deep=True)).strip()
    bare = target.split("://", 1)[1].rstrip("/")
    if shown and bare not in shown and shown.rstrip("/") not in target:
        writer.text(f" <{target}>")
