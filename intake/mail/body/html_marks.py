"""What the markup of mail programs says about quoting, before it is flattened into lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def mark_of(node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Mark:
    """What one element says of its content."""
    identity = attributes.get("id") or ""
    style = attributes.get("style") or ""
    name = f"{attributes.get('class') or ''} {attributes.get('name') or ''}".strip()
    if identity and _REST_IDS.match(identity):
        return "rest"
    if attributes.get("data-marker") in {"__DIVIDER__", "__HEADERS__"}:
        return "rest"
    if (
        tag == "div"
        and style
        and _OUTLOOK_RULE.search(style)
        and field_class(node.text(deep=True).strip()[:200])[0]
    ):
        return "rest"
    if tag == "blockquote":
        is_cite = (
            (attributes.get("type") or "").casefold() == "cite" or "cite" in attributes or "quote" in name
        )
        return "cite" if is_cite or _CITE_STYLE.search(style) or _CONTAINERS.search(name) else ""
    if _ATTRIBUTION.search(name) or identity in {"reply-intro", "replyHeader"}:
        return "attribution"
    if name and _CONTAINERS.search(name):
        # With a quote inside, what stands before it announces it, and what stands after it is an answer.
        return "attribution" if node.css_first("blockquote") is not None else "quoted"
    return ""
