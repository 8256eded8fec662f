"""Lines of an answer to a list of requests: « 2026-00042 terminé », one request a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.words.sentences import read_letter

#: Lines looked at, and characters of each.
LINES, LINE = 120, 500
_NAMED = re.compile(
    r"[-*•–—\s]{0,4}(?:n[o°º]\.?\s?|#\s?|demande\s)?\[?(?P<name>20\d\d-\d{1,7}|\d{1,7})\]?\s?(?:[:,.–—-]\s?|\s)(?P<rest>\S.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListLine:
    """What is said of one request of a list; `name` as written (`2026-00042`, `42`), '' for words of nobody's."""

    name: str
    text: str


def read_list_lines(text: str) -> tuple[ListLine, ...]:
    """Every line that says something, in its order; greeting, farewell and signature are none.

    () when no line names a request. Lines about one request are joined, its first place kept.
    """
    letter_lines = text.replace("\xa0", " ").replace("\u202f", " ").splitlines()[:LINES]
    found: dict[str, str] = {}
    named = False
    for line in letter_lines:
        line = line.strip()[:LINE]
        if not line:
            continue
        match = _NAMED.fullmatch(line)
        if match is not None:
            named = True
            before = found.get(match["name"])
            said = match["rest"].strip()
            found[match["name"]] = said if before is None else f"{before}\n{said}"
        elif (letter := read_letter(line)).sentences and not (named and _signs(letter.body)):
            found.setdefault(f" {len(found)}", line)
    if not named:
        return ()
    return tuple(ListLine("" if name.startswith(" ") else name, said) for name, said in found.items())


def _signs(line: str) -> bool:
    """Whether a line below the orders is but a name: two or three words that begin with capitals."""
    words = line.split()
    return 1 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
