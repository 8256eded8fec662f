"""Lines of an answer to a list of requests: « 2026-00042 terminé », one request a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.words.sentences import read_letter

#: Lines looked at, and characters of each.
LINES, LINE = 120, 500
_WHICH = r"(?:n[o°º]\.?\s?|#\s?|(?:la |request |demande )\s?)?\[?(?P<name>20\d\d-\d{1,7}|\d{1,7})\]?"
_NAMED = re.compile(rf"[-*•–—\s]{{0,4}}{_WHICH}\s?(?:[:,.–—-]\s?|\s)(?P<rest>\S.*)", re.IGNORECASE)
#: « note pour 2026-00042 : … »: the word before the request; the colon is needed, or « note 3 » is no note.
_NOTED = re.compile(
    rf"[-*•–—\s]{{0,4}}(?P<word>note)(?: interne)?(?: (?:pour|sur|for|on))?\s{_WHICH}\s?:\s?(?P<rest>\S.*)",
    re.IGNORECASE,
)
#: A reference alone on its line, or with « note : » and nothing behind: what is meant stands right below.
_ALONE = re.compile(
    rf"[-*•–—\s]{{0,4}}{_WHICH}\s?[:,.–—-]?\s?(?P<rest>note(?: interne)?\s?:)?\s?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ListLine:
    """What is said of one request of a list; `name` as written (`2026-00042`, `42`), '' for words of nobody's."""

    name: str
    text: str


def read_list_lines(text: str) -> tuple[ListLine, ...]:
    """Every line that says something, in its order; greeting, farewell and signature are none.

    () when no line names a request. Lines about one request are joined, its first place kept.
    Linear in `text`.
    """
    letter_lines = text.replace("\xa0", " ").replace("\u202f", " ").splitlines()[:LINES]
    found: dict[str, str] = {}
    named, above = False, ("", "")
    for line in letter_lines:
        line, (name, begun), above = line.strip()[:LINE], above, ("", "")
        if not line:
            continue
        if (alone := _ALONE.fullmatch(line)) is not None and "20" in alone["name"][:2]:
            above = alone["name"], alone["rest"] or ""
            continue
        match = _NOTED.fullmatch(line) or _NAMED.fullmatch(line)
        if match is not None or name:
            named = True
            head = "note : " if match is not None and "word" in match.re.groupindex else ""
            name = match["name"] if match is not None else name
            said = f"{head}{match['rest'].strip()}" if match is not None else f"{begun} {line}".strip()
            before = found.get(name)
            found[name] = said if before is None else f"{before}\n{said}"
        elif (letter := read_letter(line)).sentences and not (named and _signs(letter.body)):
            found.setdefault(f" {len(found)}", line)
    if not named:
        return ()
    return tuple(ListLine("" if name.startswith(" ") else name, said) for name, said in found.items())


def _signs(line: str) -> bool:
    """Whether a line below the orders is but a name: two or three words that begin with capitals."""
    words = line.split()
    return 1 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
