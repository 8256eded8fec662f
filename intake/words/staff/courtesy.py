"""Courtesy around an order line: « ok, viser », « réunir, merci », « viser, merci Odile ».

line     = [assent sep] order [sep thanks]
thanks   = ("merci" / "thanks" / "svp" …) [much] *2 name          a name of somebody who works here
"""

from __future__ import annotations

import re
from collections.abc import Collection

from models.folding import FoldedText, words

_BEFORE = re.compile(
    r"(?:(?:ok|oui|d'accord|parfait|tres bien|c'est bon|super|yes|fine)[ ]?[,.:;!-]?[ ]){1,2}(?=[a-z])"
)
_AFTER = re.compile(
    r"[ ]?[,.;!-]?[ ](?P<thanks>merci|thanks|thank you|cheers|svp|stp|please|s'il (?:te|vous) plait)"
    r"(?: (?:beaucoup|bien|d'avance|a (?:toi|vous|tous)|a lot))?(?P<whom>(?: [a-z'-]{2,30}){0,2})[ .!]*\Z"
)
#: No order line whose form alone is read is longer.
_LINE = 120


def without_courtesy(line: str, names: Collection[str]) -> str:
    """The line without a word of assent before it and thanks behind it; as it is when nothing else would be
    left, or when the thanks say more than whom they are for (`names`: folded words of the names of staff).
    Linear in `line`, of which 120 characters are looked at.
    """
    if len(line) > _LINE:
        return line
    source = FoldedText(line)
    folded = source.folded
    start, end = 0, len(folded)
    if (before := _BEFORE.match(folded)) is not None:
        start = before.end()
    after = _AFTER.search(folded, start)
    if after is not None and all(word in names for word in words(after["whom"])):
        end = after.start()
    return source.original(start, end).strip(" ,.;!-") or line
