"""A message's lines in runs of one kind: new text, quoted lines, what announces them, the earlier message.

Every line is looked at once; what announces a quote looks ahead a few lines at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from intake.mail.reply.attributions import attribution_length, is_bare_attribution, is_sure, shared_line
from intake.mail.reply.lines import Line
from intake.mail.reply.quoted_headers import header_block_length, is_separator

Kind = Literal["new", "quoted", "attribution", "rest"]
_QUOTE = re.compile(r"\s{0,3}>")
_BAR = re.compile(r"\s{0,3}\|(?:\s|$)")
_LINK = re.compile(r"\s*[(<]?https?://\S{1,500}\s*>?\s*")
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u200e": None, "\u200f": None, "\u2007": " "})


@dataclass(slots=True)
class Segment:
    """A run of lines of one kind; `rest` is an earlier message down to the end."""

    kind: Kind
    lines: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(line.strip() for line in self.lines)


def cut_segments(lines: list[Line]) -> list[Segment]:
    """The runs of `lines`, in order; together they hold every line."""
    lines = list(lines)
    plain = [line.text.translate(_SPACES) for line in lines]
    found: list[Segment] = []

    def add(kind: Kind, chunk: list[Line]) -> None:
        texts = [line.text for line in chunk]
        if (found and found[-1].kind == kind) or (
            found
            and kind == "new"
            and found[-1].kind in {"quoted", "attribution"}
            and not "".join(texts).strip()
        ):
            found[-1].lines.extend(texts)
        else:
            found.append(Segment(kind, texts))

    count = len(lines)
    bars = False
    at = 0
    while at < count:
        line = plain[at]
        hint = lines[at].hint
        previous = found[-1].kind if found else "new"
        if hint == "rest":
            add("rest", lines[at:])
            break
        if line.startswith(">>> ") and is_separator(line):
            add("rest", lines[at:])
            break
        if _QUOTE.match(line) or hint == "quoted":
            add("quoted", [lines[at]])
            at += 1
            continue
        if bars and _BAR.match(line):
            add("quoted", [lines[at]])
            at += 1
            continue
        if hint == "attribution" and line.strip():
            add("attribution", [lines[at]])
            at += 1
            continue
        if not line.strip():
            add(previous if previous in {"quoted", "attribution"} else "new", [lines[at]])
            at += 1
            continue
        if is_separator(line) or header_block_length(plain, at):
            add("rest", lines[at:])
            break
        if start := shared_line(line):
            head, line = line[:start], line[start:]
            add("new", [Line(head.rstrip(), hint)])
            plain[at] = line
            lines[at] = Line(line, hint)
        if length := attribution_length(plain, at):
            following = at + length
            while following < count and not plain[following].strip():
                following += 1
            quote_follows = following < count and (
                bool(_QUOTE.match(plain[following])) or lines[following].hint == "quoted"
            )
            bars = following < count and bool(_BAR.match(plain[following]))
            joined = " ".join(plain[at : at + length])
            if quote_follows or bars:
                add("attribution", lines[at : at + length])
                at += length
                continue
            if is_sure(joined):
                add("rest", lines[at:])
                break
        elif (
            is_bare_attribution(line)
            and at + 1 < count
            and _QUOTE.match(plain[at + 1] or plain[min(at + 2, count - 1)])
        ):
            add("attribution", [lines[at]])
            at += 1
            continue
        add("new", [lines[at]])
        at += 1
    return _mend(found)


def _mend(segments: list[Segment]) -> list[Segment]:
    """Lines that a program wrapped out of a quote go back into it."""
    mended: list[Segment] = []
    for position, segment in enumerate(segments):
        is_wrapped = (
            segment.kind == "new"
            and len(segment.lines) == 1
            and mended
            and mended[-1].kind == "quoted"
            and position + 1 < len(segments)
            and segments[position + 1].kind == "quoted"
            and (len(mended[-1].lines[-1]) >= 60 or _LINK.fullmatch(segment.lines[0]))
        )
        if is_wrapped or (mended and mended[-1].kind == segment.kind == "quoted"):
            mended[-1].lines.extend(segment.lines)
        else:
            mended.append(segment)
    return mended
