"""The new text of a mail, apart from what it quotes and from its signature.

The order of the runs says whether the answer stands above, below or between. Linear, and nothing is lost:
what is not in the reply is in `quoted` or `signature`.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake.mail.reply.attributions import is_attribution
from intake.mail.reply.lines import Line
from intake.mail.reply.quoted_headers import header_block_length, is_separator
from intake.mail.reply.runs import Run, cut_runs
from intake.mail.reply.signatures import is_contact_block, is_delimiter, is_rule, signature_start

# Nobody writes more by hand; the lines beyond are folded away unread.
_MOST_LINES = 5_000
#: Programs that tell whether a mail was opened leave this letter alone on a line.
_TRACKING_MARK = "\u1427"
_NO_LINE = Line("")


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


def split_text(text: str) -> Reply:
    """The reply in a plain text. Linear in `text`."""
    return split_lines([Line(line) for line in text.split("\n", _MOST_LINES)])


def split_lines(lines: list[Line]) -> Reply:
    """The reply in lines that may carry hints of their HTML.

    Answers below or between quotes keep the questions they answer; a text that would lose everything is
    kept whole.
    """
    read = [_NO_LINE if line.text.strip() == _TRACKING_MARK else line for line in lines[:_MOST_LINES]]
    beyond = [line.text for line in lines[_MOST_LINES:]]
    runs = cut_runs(read)
    body, rest = _before_rest(runs)
    parts = _arrange(body)
    if parts is None and rest and any(not run.is_blank for run in body):
        # Only quoted lines above the earlier message: they are what the sender shows.
        parts = [line for run in body for line in run.lines], [], []
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
            folded += [line for run in rest for line in run.lines]
            return Reply(reply, _text([*folded, *beyond]), _text(signature))
    return _whole([line.text for line in read], beyond)


def _whole(lines: list[str], beyond: list[str]) -> Reply:
    """Nothing new stands apart from what is quoted: all of it is the reply, but for a signature at its end.

    And but for the quote at the end of a message that was pasted or handed on with its header.
    """
    until = _end_of_handed_on(lines)
    lines, beyond = lines[:until], [*lines[until:], *beyond]
    cut = signature_start(lines)
    if reply := _text(lines[:cut]):
        return Reply(reply, _text(beyond), _text(lines[cut:]))
    return Reply(_text(lines), _text(beyond))


def _end_of_handed_on(lines: list[str]) -> int:
    """Where the quote begins that ends a text which begins by a message's header; len(lines) when none does.

    It must be announced and marked line by line, with words of its own above it.
    """
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and is_separator(lines[first]):
        first = next((at for at in range(first + 1, len(lines)) if lines[at].strip()), len(lines))
    head = header_block_length(lines, first) if first < len(lines) else 0
    if not head:
        return len(lines)
    at = first + head
    runs = [
        run for run in cut_runs([Line(line) for line in lines[at:]]) if run.kind != "new" or not run.is_blank
    ]
    kinds = [run.kind for run in runs]
    if kinds != ["new", "attribution", "quoted"]:
        return len(lines)
    return len(lines) - sum(len(run.lines) for run in runs[1:])


def _before_rest(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    if runs and runs[-1].kind == "rest":
        return runs[:-1], runs[-1:]
    return runs, []


def _arrange(runs: list[Run]) -> tuple[list[str], list[str], list[str]] | None:
    """The lines to keep, those to fold away and a signature at the end; None when nothing new would be
    left.
    """
    answers = [
        n for n, s in enumerate(runs) if s.kind == "new" and not s.is_blank and not _is_only_signature(s, n)
    ]
    if not answers:
        return None
    first, last = answers[0], answers[-1]
    quotes_inside = {n for n in range(last) if runs[n].kind == "quoted"}
    dropped: list[str] = []
    kept: list[str] = []
    tail: list[str] = []
    # One announced quote and then the answer: a bottom-posted answer to the whole message.
    is_below = len(quotes_inside) == 1 and (only := min(quotes_inside)) < first and _announced(runs, only)
    for n, run in enumerate(runs):
        if n > last:
            (tail if run.kind == "new" else dropped).extend(run.lines)
        elif run.kind == "new" or (run.kind == "quoted" and not is_below and n in quotes_inside):
            kept.extend(run.lines)
        else:
            dropped.extend(run.lines)
    return kept, dropped, tail


def _announced(runs: list[Run], n: int) -> bool:
    if n and runs[n - 1].kind == "attribution":
        return True
    head = next((line for line in runs[n].lines if line.strip(" >")), "")
    return is_attribution(head.strip(" >"))


def _is_only_signature(run: Run, position: int) -> bool:
    """Whether a run of lines after a quote is but a signature or a list's footer."""
    if position == 0:
        return False
    lines = run.lines
    if is_contact_block(lines):
        return True
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
