"""The new text of a mail, apart from what it quotes and from its signature.

Every line is put once into one of five kinds (new, quoted, attribution, rest, rule); runs of lines become
segments; the order of the segments says whether the answer stands above, below or between. Linear, and
nothing is lost: what is not in the reply is in `quoted` or `signature`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from intake.mail.attributions import (
    attribution_length,
    header_block_length,
    is_attribution,
    is_bare_attribution,
    is_separator,
    is_sure,
    shared_line,
)
from intake.mail.html_text import Line
from intake.mail.signatures import is_delimiter, is_rule, signature_start

_Kind = Literal["new", "quoted", "attribution", "rest"]
_QUOTE = re.compile(r"\s{0,3}>")
_BAR = re.compile(r"\s{0,3}\|(?:\s|$)")
# Nobody writes more by hand; the lines beyond are folded away unread.
_MOST_LINES = 10_000
_LINK = re.compile(r"\s*[(<]?https?://\S{1,500}\s*>?\s*")
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u200e": None, "\u200f": None, "\u2007": " "})


@dataclass(frozen=True, slots=True)
class Reply:
    """What was cut where; `reply` is never empty when the text was not."""

    reply: str
    quoted: str = ""
    signature: str = ""

    @property
    def has_quote(self) -> bool:
        """Whether something was recognised as quoted."""
        return bool(self.quoted)


@dataclass(slots=True)
class _Segment:
    kind: _Kind
    lines: list[str]
    attributed: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(line.strip() for line in self.lines)


def split_text(text: str) -> Reply:
    """The reply in a plain text."""
    return split_lines([Line(line) for line in text.split("\n")])


def split_lines(lines: list[Line]) -> Reply:
    """The reply in lines that may carry hints of their HTML.

    Answers below or between quotes keep the questions they answer; a text that would lose everything is
    kept whole.
    """
    read, beyond = lines[:_MOST_LINES], [line.text for line in lines[_MOST_LINES:]]
    segments = _segments(read)
    body, rest = _before_rest(segments)
    parts = _arrange(body)
    if parts is None and rest and any(not segment.is_blank for segment in body):
        # Only quoted lines above the earlier message: they are what the sender shows.
        parts = [line for segment in body for line in segment.lines], [], []
    if parts is not None:
        kept, folded, tail = parts
        kept, drawn = _without_lead_in(kept)
        cut = signature_start(kept)
        signature = kept[cut:]
        folded += drawn
        if any(line.strip() for line in signature):
            # The writer has signed above: what ends the message is a list's footer or another's signature.
            folded += tail
        else:
            signature = tail
        if reply := _text(kept[:cut]):
            folded += [line for segment in rest for line in segment.lines]
            return Reply(reply, _text([*folded, *beyond]), _text(signature))
    return _whole([line.text for line in read], beyond)


def _whole(lines: list[str], beyond: list[str]) -> Reply:
    """Nothing new stands apart from what is quoted: all of it is the reply, but for a signature at its end."""
    cut = signature_start(lines)
    if reply := _text(lines[:cut]):
        return Reply(reply, _text(beyond), _text(lines[cut:]))
    return Reply(_text(lines), _text(beyond))


def _segments(lines: list[Line]) -> list[_Segment]:
    plain = [line.text.translate(_SPACES) for line in lines]
    segments: list[_Segment] = []

    def add(kind: _Kind, chunk: list[Line], attributed: bool = False) -> None:
        texts = [line.text for line in chunk]
        if (segments and segments[-1].kind == kind) or (
            segments
            and kind == "new"
            and segments[-1].kind in {"quoted", "attribution"}
            and not "".join(texts).strip()
        ):
            segments[-1].lines.extend(texts)
        else:
            segments.append(_Segment(kind, texts, attributed))

    count = len(lines)
    bars = False
    at = 0
    while at < count:
        line = plain[at]
        hint = lines[at].hint
        previous = segments[-1].kind if segments else "new"
        if hint == "rest":
            add("rest", lines[at:])
            break
        if _QUOTE.match(line) or hint == "quoted":
            add("quoted", [lines[at]], previous == "attribution")
            at += 1
            continue
        if bars and _BAR.match(line):
            add("quoted", [lines[at]], previous == "attribution")
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
            lines = [*lines[:at], Line(line, hint), *lines[at + 1 :]] if len(lines) < 5_000 else lines
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
    return _mend(segments)


def _mend(segments: list[_Segment]) -> list[_Segment]:
    """Lines that a program wrapped out of a quote go back into it."""
    mended: list[_Segment] = []
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


def _before_rest(segments: list[_Segment]) -> tuple[list[_Segment], list[_Segment]]:
    if segments and segments[-1].kind == "rest":
        return segments[:-1], segments[-1:]
    return segments, []


def _arrange(segments: list[_Segment]) -> tuple[list[str], list[str], list[str]] | None:
    """The lines to keep, those to fold away and a signature at the end; None when nothing new would be left."""
    answers = [
        n
        for n, s in enumerate(segments)
        if s.kind == "new" and not s.is_blank and not _is_only_signature(s, n)
    ]
    if not answers:
        return None
    first, last = answers[0], answers[-1]
    quotes_inside = {n for n in range(last) if segments[n].kind == "quoted"}
    dropped: list[str] = []
    kept: list[str] = []
    tail: list[str] = []
    # One announced quote and then the answer: a bottom-posted answer to the whole message.
    is_below = len(quotes_inside) == 1 and (only := min(quotes_inside)) < first and _announced(segments, only)
    for n, segment in enumerate(segments):
        if n > last:
            (tail if segment.kind == "new" else dropped).extend(segment.lines)
        elif segment.kind == "new" or (segment.kind == "quoted" and not is_below and n in quotes_inside):
            kept.extend(segment.lines)
        else:
            dropped.extend(segment.lines)
    return kept, dropped, tail


def _announced(segments: list[_Segment], n: int) -> bool:
    if n and segments[n - 1].kind == "attribution":
        return True
    head = next((line for line in segments[n].lines if line.strip(" >")), "")
    return is_attribution(head.strip(" >"))


def _is_only_signature(segment: _Segment, position: int) -> bool:
    """Whether a run of lines after a quote is but a signature or a list's footer."""
    if position == 0:
        return False
    lines = segment.lines
    first = next((line for line in lines if line.strip()), "")
    if is_delimiter(first) or is_rule(first):
        return sum(1 for line in lines if line.strip()) <= 25
    start = signature_start(lines)
    return not any(line.strip() for line in lines[:start])


def _without_lead_in(lines: list[str]) -> tuple[list[str], list[str]]:
    """The rule that programs draw above a quoted header leaves the reply."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or is_rule(lines[end - 1])):
        end -= 1
    trailing = [line for line in lines[end:] if line.strip()]
    return lines[:end], trailing


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
