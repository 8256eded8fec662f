"""Subjects without what mail programs and gateways put before them."""

from __future__ import annotations

import re

# prefix  = letters ["."] [counter] ":" / "[" gateway "]" [":"] / "***SPAM***"
# counter = "[" 1*3DIGIT "]" / "(" 1*3DIGIT ")" / ["^"] 1*2DIGIT
# Two to four letters or so, an optional counter, and a colon: Re:, RE :, Re[2]:, Réf. :, TR:, WG:, 答复：
# Blanks are bounded: two runs of them side by side could be cut between them
# in as many ways as there are blanks.
_PREFIX = re.compile(
    r"\s{0,20}(?:(?:re|r[ée]f|r[ée]p|rif|ref|r|aw|antw|sv|vs|vá|odp|ynt|απ|σχετ|回复|答复|转发|回覆|轉寄|返信|res|enc|rv|"
    r"tr|trans|transf|i|fwd?|fw|fyi|wg|wl|doorst|vl|vb|pd|ilt|továbbítás|прослать|отв|пер|ha|bls|bc|fs)\.?"
    r"\s{0,3}(?:[\[(]\d{1,3}[\])]|\^?\d{1,2})?\s{0,3}[:：]"
    r"|\[(?:ext(?:ern(?:e|al)?)?|exp[ée]diteur externe|spam|\*+spam\*+|suspect|mail externe|courriel "
    r"externe)\]\s{0,3}:?"
    r"|\*{2,5}\s?spam\s?\*{2,5})\s{0,20}",
    re.IGNORECASE,
)


def bare_subject(subject: str) -> str:
    """`subject` without Re:, RE :, TR:, WG:, [EXTERNE]… however often repeated. Linear in `subject`."""
    rest = subject.replace("\xa0", " ").replace("\u202f", " ")
    for _ in range(20):
        found = _PREFIX.match(rest)
        if not found or not found.end():
            break
        rest = rest[found.end() :]
    return rest.strip() or subject.strip()


_FORWARD = re.compile(
    r"\s{0,20}(?:\[[^\]]{1,40}\]\s{0,3})?(?:tr|transf|fwd?|fw|wg|rv|enc|doorst|vb|i)\s{0,3}[:：]",
    re.IGNORECASE,
)


def is_forward(subject: str) -> bool:
    """Whether a mail hands on another one: what it quotes is then what it says. Linear in `subject`."""
    return _FORWARD.match(subject.replace("\xa0", " ").replace("\u202f", " ")) is not None


_ANSWER = re.compile(
    r"\s{0,20}(?:\[[^\]]{1,40}\]\s{0,3}){0,3}(?:re|r[ée]f|r[ée]p|aw|antw|sv|rif|odp)\.?"
    r"\s{0,3}(?:[\[(]\d{1,3}[\])])?\s{0,3}[:：]",
    re.IGNORECASE,
)


def is_answer(subject: str) -> bool:
    """Whether a mail says that it answers another: « Re: … », « RÉP : … ». Linear in `subject`."""
    return _ANSWER.match(subject.replace("\xa0", " ").replace("\u202f", " ")) is not None
