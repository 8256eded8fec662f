"""Words in an HTML body that its reader does not see: hidden by its markup, or white on white.

Programs write them into the plain version beside the HTML one all the same. Whoever acts on the words of a
message must know of them: nobody orders what they did not see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.mail.body.html_ceiling import under_ceiling
from intake.mail.body.html_marks import mark_of

#: Characters of a body looked at, runs of hidden words found and characters kept of each.
_LOOKED_AT, _MOST_RUNS, _RUN = 200_000, 40, 200
# Whether anything may be hidden at all: bodies without any of it are not parsed again.
_MAYBE = re.compile(
    r"display\s{0,9}:|visibility\s{0,9}:|mso-hide|font-size\s{0,9}:\s{0,9}[01]|opacity\s{0,9}:|"
    r"max-height\s{0,9}:|\shidden[\s>=]|color\s{0,9}[:=]\s{0,9}[\"']?\s{0,9}(?:white|transparent|#f|rgba?\()",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)|"
    r"(?<![\w-])(?:font-size|opacity|max-height)\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?:px|pt|em|%)?\s{0,9}(?:;|$|!)|"
    r"font-size\s{0,9}:\s{0,9}1px",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![\w-])color\s{0,9}:\s{0,9}([^;]{1,60})", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s{0,9}:\s{0,9}([^;]{1,60})", re.IGNORECASE)
_WHITE = re.compile(
    r"\s{0,9}(?:white|transparent|#f{3,4}|#f[a-f0-9]f[a-f0-9]f[a-f0-9](?:[a-f0-9]{2})?|"
    r"rgba?\(\s{0,9}2[45]\d\s{0,9}[, ]\s{0,9}2[45]\d\s{0,9}[, ]\s{0,9}2[45]\d[^)]{0,20}\))"
    r"\s{0,9}(?:!.{0,20})?",
    re.IGNORECASE | re.DOTALL,
)
_NOT_SHOWN = frozenset({"head", "script", "style", "title", "template", "-comment"})
#: Marks of what somebody else wrote.
_QUOTES = frozenset({"rest", "cite", "attribution", "quoted"})
#: White ink; on a ground of another colour; in a quote.
_Ink = tuple[bool, bool, bool]


def hidden_words(html: str) -> tuple[str, ...]:
    """The runs of words that are not seen, in their order: at most 40 of 200 characters.

    White words count where others of the same writer are seen: a program of dark windows writes all in white.
    Linear in the first 200,000 characters.
    """
    html = html[:_LOOKED_AT]
    if _MAYBE.search(html) is None:
        return ()
    root = LexborHTMLParser(under_ceiling(html.replace("\x00", ""))).root
    if root is None:
        return ()
    hidden, white, seen = list[str](), list[str](), False
    open_ones: list[tuple[LexborNode, _Ink]] = []
    node: LexborNode | None = root
    ink: _Ink = (False, False, False)
    while node is not None:
        into: LexborNode | None = None
        inner = ink
        if node.is_text_node:
            text = " ".join((node.text_content or "")[: 4 * _RUN].split())
            if text and ink[0] and not ink[1]:
                white.append(text)
            elif text and not ink[2]:
                seen = True
        elif (node.tag or "") not in _NOT_SHOWN:
            attributes = node.attributes
            if _is_hidden(attributes):
                hidden.append(" ".join(node.text(deep=True)[: 4 * _RUN].split()))
            else:
                inner, into = _inked(node, attributes, ink), node.first_child
        if into is not None:
            open_ones.append((node, ink))
            node, ink = into, inner
            continue
        while node.next is None and open_ones:
            node, ink = open_ones.pop()
        node = node.next if node.next is not None and (open_ones or node is not root) else None
    found = [*hidden, *(white if seen else [])]
    return tuple(each[:_RUN] for each in found if each)[:_MOST_RUNS]


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style") or ""))


def _inked(node: LexborNode, attributes: Mapping[str, str | None], ink: _Ink) -> _Ink:
    """The ink of what stands in an element."""
    if not attributes and node.tag != "blockquote":
        return ink
    white, grounded, quoted = ink
    style = attributes.get("style") or ""
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    said = colour[1] if colour is not None else attributes.get("color") if node.tag == "font" else None
    if said:
        white = _WHITE.fullmatch(said) is not None
    below = ground[1] if ground is not None else attributes.get("bgcolor") or attributes.get("background")
    if below:
        grounded = _WHITE.fullmatch(below) is None
    mark = mark_of(node, node.tag or "", attributes)
    return white, grounded, quoted or mark in _QUOTES
