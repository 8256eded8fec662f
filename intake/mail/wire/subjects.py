"""Subjects without what mail programs and gateways put before them."""

from __future__ import annotations

import re

# Two to four letters or so, an optional counter, and a colon: Re:, RE :, Re[2]:, Réf. :, TR:, WG:, 答复：
_PREFIX = re.compile(
    r"\s*(?:(?:re|r[ée]f|r[ée]p|rif|ref|r|aw|antw|sv|vs|vá|odp|ynt|απ|σχετ|回复|答复|转发|回覆|轉寄|返信|res|enc|rv|"
    r"tr|trans|transf|i|fwd?|fw|fyi|wg|wl|doorst|vl|vb|pd|ilt|továbbítás|прослать|отв|пер|ha|bls|bc|fs)\.?"
    r"\s*(?:[\[(]\d{1,3}[\])]|\^?\d{1,2})?\s*[:：]"
    r"|\[(?:ext(?:ern(?:e|al)?)?|exp[ée]diteur externe|spam|\*+spam\*+|suspect|mail externe|courriel externe)\]\s*:?"
    r"|\*{2,5}\s?spam\s?\*{2,5})\s*",
    re.IGNORECASE,
)


def bare_subject(subject: str) -> str:
    """`subject` without Re:, RE :, TR:, WG:, [EXTERNE]… however often repeated."""
    rest = subject.replace("\xa0", " ").replace("\u202f", " ")
    for _ in range(20):
        found = _PREFIX.match(rest)
        if not found or not found.end():
            break
        rest = rest[found.end() :]
    return rest.strip() or subject.strip()


_FORWARD = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:tr|transf|fwd?|fw|wg|rv|enc|doorst|vb|i)\s*[:：]", re.IGNORECASE
)


def is_forward(subject: str) -> bool:
    """Whether a mail hands on another one: what it quotes is then what it says."""
    return _FORWARD.match(subject.replace("\xa0", " ").replace("\u202f", " ")) is not None
