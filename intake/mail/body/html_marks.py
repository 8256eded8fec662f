"""What the markup of mail programs says about quoting, before it is flattened into lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Literal

from selectolax.lexbor import LexborNode

from intake.mail.reply.quoted_headers import field_class

#: Nothing; all from here on is the earlier message; cited with a bar; announces a quote; is quoted.
Mark = Literal["", "rest", "cite", "attribution", "quoted"]

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
    r"container|isForwardContent|yahoo_quoted|ydp.{0,20}yahoo_quoted|quoted_header)",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"(?:^|\s)(?:gmail_attr|moz-cite-prefix|gmail_quote_attribution|airmail_on|protonmail_quote_attribution)(?:\s|$)",
    re.IGNORECASE,
)
# Outlook for Windows draws a line above the header block of the message it answers.
_OUTLOOK_RULE = re.compile(r"border-top:\s*(?:solid\s+#?\w{3,12}\s+1|1(?:\.0)?pt\s+solid)", re.IGNORECASE)
_CITE_STYLE = re.compile(
    r"border-left(?:-width|-style|-color)?\s*:\s*(?!\s*(?:none|0|medium none))", re.IGNORECASE
)


# Outlook up to 2007 marks the header block of the message it answers by its class alone.
_REST_CLASSES = re.compile(r"(?:^|\s)OutlookMessageHeader(?:\s|$)")
_REST_MARKERS = frozenset({"__DIVIDER__", "__HEADERS__"})
_ATTRIBUTION_IDS = frozenset({"reply-intro", "replyHeader"})
# « margin: 0 0 0 40px; border: none »: how programs indent a paragraph.
_INDENTED = re.compile(r"border(?:-left)?\s{0,9}:\s{0,9}(?:none|0|medium none)", re.IGNORECASE)
#: How many nodes are looked through for the first words of an element.
_MOST_NODES = 60
_FIRST_WORDS = 200


def mark_of(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], *, holds_quote: bool = False
) -> Mark:
    """What one element says of its content; `holds_quote`: a <blockquote> stands in it. Looks at 60 nodes at
    most.
    """
    name = f"{attributes.get('class') or ''} {attributes.get('name') or ''}".strip()
    identity = attributes.get("id") or ""
    if _begins_the_rest(node, tag, attributes, identity, name):
        return "rest"
    if tag == "blockquote":
        return "cite" if _is_citation(attributes, name) else ""
    if _ATTRIBUTION.search(name) or identity in _ATTRIBUTION_IDS:
        return "attribution"
    if name and _CONTAINERS.search(name):
        # With a quote inside, what stands before it announces it, and what stands after it is an answer.
        return "attribution" if holds_quote else "quoted"
    return ""


def _begins_the_rest(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], identity: str, name: str
) -> bool:
    """Whether all from here on is the earlier message: by its id, its class, its marker, or Outlook's
    rule.
    """
    if _REST_IDS.match(identity) or _REST_CLASSES.search(name):
        return True
    if attributes.get("data-marker") in _REST_MARKERS:
        return True
    style = attributes.get("style") or ""
    return tag == "div" and bool(_OUTLOOK_RULE.search(style)) and bool(field_class(_first_words(node))[0])


def _is_citation(attributes: Mapping[str, str | None], name: str) -> bool:
    """Whether a <blockquote> cites; most do, but some programs indent paragraphs with one."""
    if (attributes.get("type") or "").casefold() == "cite" or "cite" in attributes or "quote" in name:
        return True
    style = attributes.get("style") or ""
    return bool(_CONTAINERS.search(name) or _CITE_STYLE.search(style)) or not _INDENTED.search(style)


def _first_words(node: LexborNode) -> str:
    """The first words in an element: 200 characters of at most 60 nodes."""
    words = ""
    inside = node.traverse(include_text=True)
    for found in islice(inside, _MOST_NODES):
        if found.is_text_node:
            words = f"{words}{(found.text_content or '')[:_FIRST_WORDS]}".lstrip()
            if len(words) >= _FIRST_WORDS:
                break
    return words.strip()[:_FIRST_WORDS]
