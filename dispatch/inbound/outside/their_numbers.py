"""The number that a partner outside gives a request in their own books, as their letters name it (pure)."""

from __future__ import annotations

import re

from models.errors import InvalidValue
from models.values import Reference

#: Characters read of a text.
MOST = 4000
_NUMBER = r"(?P<number>[A-Za-z]{0,10}[-_/.]?\d(?:[-_/.]?[A-Za-z0-9]){2,24})"
_GAP = r"[ \u00a0]{0,2}"
#: Words after which a number is one of theirs by itself, and those that need « n° » or a colon besides:
#: « demande n° 48213 », but « intervention 14h30 ».
_STRONG = r"(?:tickets?|dossier|incident|case|r[ée]f[ée]rence|r[ée]f|reference|ref)"
_WEAK = (
    r"(?:demande|request|signalement|intervention|num[ée]ro(?: de (?:dossier|ticket|suivi|demande))?|number)"
)
_SIGN = rf"(?:n[°ºo]\.?{_GAP}:?|:|#)"
#: « ticket n° 48213 », « votre référence : INC-2026-0147 », « dossier DT/2026/883 ».
_SAID = re.compile(
    rf"\b(?:{_STRONG}[ .\u00a0]{{0,2}}(?:est |is |à rappeler{_GAP})?{_SIGN}?|"
    rf"{_WEAK}{_GAP}(?:est |is )?{_SIGN}|"
    rf"(?:sous le|under){_GAP}(?:{_SIGN}|num[ée]ro|number)){_GAP}#?{_NUMBER}",
    re.IGNORECASE,
)
#: « [#48213] », « [INC0012345] », « #48213 ».
_MARKED = re.compile(r"(?:\[[ ]?#?|(?<!\w)#)" + _NUMBER + r"(?:\]|\b)")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def find_their_number(subject: str, text: str, own: str) -> str:
    """The partner's number in the subject of a letter, else in its words; '' when it names none.

    Never `own`, our reference of the request, nor anything that looks like a reference of ours or a day.
    """
    for where in (subject[:500], text[:MOST]):
        for pattern in (_MARKED, _SAID):
            for found in pattern.finditer(where):
                number = found["number"].rstrip("./-_")
                if sum(each.isdigit() for each in number) >= 3 and not _is_ours(number, own):
                    return number[:40]
    return ""


def names_number(subject: str, number: str) -> bool:
    """Whether a subject names that number, by itself."""
    return bool(number) and bool(
        re.search(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])", subject[:500], re.IGNORECASE)
    )


def _is_ours(number: str, own: str) -> bool:
    if _DAY.fullmatch(number) or number in own:
        return True
    try:
        return Reference.find(number) is not None
    except InvalidValue:
        return True
