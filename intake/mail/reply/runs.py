"""A message's lines in runs of one kind: new text, quoted lines, what announces them, the earlier message.

One walk over the lines. At each line the questions of `_STEPS` are asked in their order; the first that knows
the line takes it, and those below it that belong to it. Every line is taken once; what announces a quote
looks ahead by at most 14 lines of 400 characters, so that the walk is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from intake.mail.reply.attributions import (
    attribution_length,
    fenced_words,
    is_bare_attribution,
    is_dated_name,
    is_fenced_attribution,
    is_sure,
    shared_line,
)
from intake.mail.reply.lines import Line
from intake.mail.reply.quoted_headers import header_block_length, is_separator

Kind = Literal["new", "quoted", "attribution", "rest"]
# quote   = up to 3 blanks, ">"
_QUOTE = re.compile(r"\s{0,3}>")
# initials-quote = up to 3 blanks, 1 to 4 letters beginning by a capital, ">" ("LP> ", The Bat!, Gnus)
_INITIALS = re.compile(r"\s{0,3}([^\W\d_a-z][^\W\d_]{0,3}>)")
# bar     = up to 3 blanks, "|", blank or end
_BAR = re.compile(r"\s{0,3}\|(?:\s|$)")
# link    = ["(" / "<"] "http" ["s"] "://" 1*500 non-blank [">"]: alone on its line
_LINK = re.compile(r"\s*[(<]?https?://\S{1,500}\s*>?\s*")
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u200e": None, "\u200f": None, "\u2007": " "})


@dataclass(slots=True)
class Run:
    """Lines of one kind; `rest` is an earlier message down to the end."""

    kind: Kind
    lines: list[str]

    @property
    def is_blank(self) -> bool:
        """Whether only empty lines stand in it."""
        return not any(line.strip() for line in self.lines)


def cut_runs(lines: list[Line]) -> list[Run]:
    """The runs of `lines`, in order; together they hold every line."""
    walk = _Walk(list(lines), [line.text.translate(_SPACES) for line in lines])
    while walk.at < len(walk.lines):
        # The last step takes any line.
        next(step for step in _STEPS if step(walk))
    return _mend(walk.runs)


@dataclass(slots=True)
class _Walk:
    """How far the walk has come. `plain` is the text of `lines` with ordinary blanks."""

    lines: list[Line]
    plain: list[str]
    at: int = 0
    runs: list[Run] = field(default_factory=list)
    #: Whether an announcement was followed by lines marked « | »: they are quoted from there on.
    bars: bool = False
    #: Initials that mark quoted lines ("LP>"): those that begin two lines or more.
    initials: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        begun = Counter(found[1] for line in self.plain if (found := _INITIALS.match(line)))
        self.initials = frozenset(initials for initials, lines in begun.items() if lines > 1)

    @property
    def line(self) -> str:
        return self.plain[self.at]

    def take(self, kind: Kind, count: int = 1) -> Literal[True]:
        """Give the next `count` lines to the last run of this kind, or to a new one."""
        self.add(kind, [line.text for line in self.lines[self.at : self.at + count]])
        self.at += count
        return True

    def take_rest(self) -> Literal[True]:
        return self.take("rest", len(self.lines) - self.at)

    def add(self, kind: Kind, texts: list[str]) -> None:
        last = self.runs[-1] if self.runs else None
        is_blank_below = kind == "new" and not "".join(texts).strip()
        if last and (last.kind == kind or (is_blank_below and last.kind in {"quoted", "attribution"})):
            last.lines.extend(texts)
        else:
            self.runs.append(Run(kind, texts))

    def is_marked(self, at: int) -> bool:
        """Whether line `at` exists and is marked as quoted, by its first characters or by its markup."""
        if at >= len(self.lines):
            return False
        if _QUOTE.match(self.plain[at]) or self.lines[at].hint == "quoted":
            return True
        return bool(
            self.initials and (found := _INITIALS.match(self.plain[at])) and found[1] in self.initials
        )

    def below(self, at: int) -> int:
        """The first line from `at` on that is not empty, `at` itself may be; the end when there is none.

        At most three empty lines are passed: a program leaves one or two below its announcement.
        """
        for following in range(at, min(at + 4, len(self.plain))):
            if self.plain[following].strip():
                return following
        return min(at + 4, len(self.plain))


def _earlier_by_markup(walk: _Walk) -> bool:
    """The markup says that the earlier message begins; GroupWise's own line does, though it begins by ">"."""
    is_groupwise = walk.line.startswith(">>> ") and is_separator(walk.line)
    return bool(walk.lines[walk.at].hint == "rest" or is_groupwise) and walk.take_rest()


def _quoted(walk: _Walk) -> bool:
    is_quoted = walk.is_marked(walk.at) or (walk.bars and _BAR.match(walk.line))
    return bool(is_quoted) and walk.take("quoted")


def _announced_by_markup(walk: _Walk) -> bool:
    return walk.lines[walk.at].hint == "attribution" and bool(walk.line.strip()) and walk.take("attribution")


def _empty(walk: _Walk) -> bool:
    if walk.line.strip():
        return False
    previous = walk.runs[-1].kind if walk.runs else "new"
    return walk.take(previous if previous in {"quoted", "attribution"} else "new")


def _earlier_by_its_head(walk: _Walk) -> bool:
    """A separator or a header block; a fenced line of any words right above a header block belongs to it."""
    if is_separator(walk.line) or header_block_length(walk.plain, walk.at):
        return walk.take_rest()
    if not fenced_words(walk.line):
        return False
    below = walk.below(walk.at + 1)
    is_above = below < len(walk.plain) and header_block_length(walk.plain, below) > 1
    return is_above and walk.take_rest()


def _announced_behind_words(walk: _Walk) -> bool:
    """New words and an announcement on one line: the words are taken, the announcement is looked at next."""
    start = shared_line(walk.line)
    if not start:
        return False
    hint = walk.lines[walk.at].hint
    walk.add("new", [walk.line[:start].rstrip()])
    walk.plain[walk.at] = walk.line[start:]
    walk.lines[walk.at] = Line(walk.line, hint)
    return _announced(walk) or walk.take("new")


def _announced(walk: _Walk) -> bool:
    """An announcement: of marked lines below it, or, when it is sure by itself, of the whole rest."""
    length = attribution_length(walk.plain, walk.at)
    if not length:
        return False
    following = walk.at + length
    while following < len(walk.plain) and not walk.plain[following].strip():
        following += 1
    walk.bars = following < len(walk.plain) and bool(_BAR.match(walk.plain[following]))
    if walk.bars or walk.is_marked(following):
        return walk.take("attribution", length)
    if is_sure(" ".join(walk.plain[walk.at : walk.at + length])):
        return walk.take_rest()
    return False


def _announced_in_a_fence(walk: _Walk) -> bool:
    """« ---- Gaëlle Prigent a écrit ---- »: only programs draw it, so that it needs no date."""
    if not is_fenced_attribution(walk.line):
        return False
    return walk.take("attribution") if walk.is_marked(walk.below(walk.at + 1)) else walk.take_rest()


def _announced_by_a_name(walk: _Walk) -> bool:
    """« Jeanne Dupont a écrit : », « 2019-11-05 16:40 Jeanne Dupont : »: only with quoted lines below."""
    is_one = is_bare_attribution(walk.line) or is_dated_name(walk.line)
    if not is_one:
        return False
    return walk.is_marked(walk.below(walk.at + 1)) and walk.take("attribution")


def _new(walk: _Walk) -> bool:
    return walk.take("new")


#: What is asked of a line, in this order.
_STEPS: tuple[Callable[[_Walk], bool], ...] = (
    _earlier_by_markup,
    _quoted,
    _announced_by_markup,
    _empty,
    _announced_in_a_fence,
    _earlier_by_its_head,
    _announced_behind_words,
    _announced,
    _announced_by_a_name,
    _new,
)


def _mend(runs: list[Run]) -> list[Run]:
    """Lines that a program wrapped out of a quote go back into it."""
    mended: list[Run] = []
    for position, run in enumerate(runs):
        is_wrapped = (
            run.kind == "new"
            and len(run.lines) == 1
            and mended
            and mended[-1].kind == "quoted"
            and position + 1 < len(runs)
            and runs[position + 1].kind == "quoted"
            and (len(mended[-1].lines[-1]) >= 60 or _LINK.fullmatch(run.lines[0]))
        )
        if is_wrapped or (mended and mended[-1].kind == run.kind == "quoted"):
            mended[-1].lines.extend(run.lines)
        else:
            mended.append(run)
    return mended
