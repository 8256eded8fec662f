"""Lines of an answer to a list of requests: « 2026-00042 terminé », « 2026-00042 à 2026-00045 pris en charge »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from intake.words.sentences import read_letter
from models.folding import fold

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
#: Behind a reference, another one: « , 43 », « et 2026-00043 », « à 45 », « -45 ». No time of the day, no date.
_NEXT = re.compile(
    r"(?P<by>\s?[,;]\s?(?:(?:et|and)\s)?|\s?[&+]\s?|\s(?:et|and|à|au|to)\s|\s?[-–—]\s?)"
    rf"{_WHICH}(?![\w°]|[:/.,]\d|\s?(?:h|heures?|hours?)\b)",
    re.IGNORECASE,
)
_THROUGH, _AND = frozenset(("a", "au", "to", "-")), frozenset(("et", "and", "&", "+"))


@dataclass(frozen=True, slots=True)
class ListLine:
    """What is said of one request of a list; `name` as written (`2026-00042`, `42`), '' for words of nobody's.

    `until` is the last one, as written, where all from `name` on are meant. `unsure` when it cannot be told
    which are: « 42, 3 lampes », two references above one word.
    """

    name: str
    text: str
    until: str = ""
    unsure: bool = False


def read_list_lines(text: str) -> tuple[ListLine, ...]:
    """Every line that says something, in its order; greeting, farewell and signature are none.

    () when no line names a request. Lines about one request are joined, its first place kept.
    Linear in `text`.
    """
    letter_lines = text.replace("\xa0", " ").replace("\u202f", " ").splitlines()[:LINES]
    found: dict[ListLine, str] = {}
    named, above = False, ListLine("", "")
    for line in letter_lines:
        line, over, above = line.strip()[:LINE], above, ListLine("", "")
        if not line:
            continue
        if (alone := _ALONE.fullmatch(line)) is not None and "20" in alone["name"][:2]:
            above = ListLine(alone["name"], alone["rest"] or "")
            if over.name:
                found[ListLine(over.name, "", unsure=True)] = over.text
                above = ListLine(alone["name"], alone["rest"] or "", unsure=True)
            continue
        match = _NOTED.fullmatch(line) or _NAMED.fullmatch(line)
        if match is not None or over.name:
            named = True
            lines = _meant(line, match) if match is not None else (_below(over, line),)
            for each in lines:
                whose = ListLine(each.name, "", each.until, each.unsure)
                found[whose] = f"{found[whose]}\n{each.text}" if whose in found else each.text
        elif (letter := read_letter(line)).sentences and not (named and _signs(letter.body)):
            found.setdefault(ListLine("", str(len(found))), line)
    if not named:
        return ()
    return tuple(ListLine(whose.name, said, whose.until, whose.unsure) for whose, said in found.items())


def _below(over: ListLine, line: str) -> ListLine:
    """Words that stand right below a reference."""
    return ListLine(over.name, f"{over.text} {line}".strip(), unsure=over.unsure)


def _meant(line: str, match: re.Match[str]) -> tuple[ListLine, ...]:
    """What one line says, of each request that it names."""
    head, rest = ("note : " if "word" in match.re.groupindex else ""), match["rest"].strip()
    names, steps, end = [match["name"]], [], match.end("name")
    while not head and (following := _NEXT.match(line, end + line.startswith("]", end))) is not None:
        is_bare = "-" not in following["name"]
        if is_bare and "-" in names[0] and following["by"] in (" - ", " – ", " — "):
            break  # « 2026-00042 - 3 lampes changées »: the dash stands before words.
        names.append(following["name"])
        steps.append(fold(following["by"]))
        end = following.end("name")
    if not steps:
        return (ListLine(match["name"], f"{head}{rest}"),)
    said = line[end:].lstrip(" ]").lstrip(":,.–—- ")
    if not said or not _is_sure(names, steps, line[end:].lstrip(" ]")):
        return (ListLine(names[0], rest, unsure=True),)
    found, through = [ListLine(names[0], said)], False
    for name, by in zip(names[1:], steps, strict=True):
        through = by.strip(" ,;") in _THROUGH
        found[-1:] = (
            [ListLine(found[-1].name, said, until=name)] if through else [found[-1], ListLine(name, said)]
        )
    return tuple(found)


def _is_sure(names: list[str], steps: list[str], behind: str) -> bool:
    """Whether these are requests for certain: a bare number behind a comma or a dash may count lamps.

    One that « et » or a colon closes, and « 4-6 » without a space, are.
    """
    words = [by.strip(" ,;") for by in steps]
    if any(one in _THROUGH and other in _THROUGH for one, other in pairwise(words)):
        return False
    closed = behind.startswith(":") or words[-1] in _AND
    for name, by, word in zip(names[1:], steps, words, strict=True):
        if "-" in name or word in _AND or word in ("a", "au", "to") or closed:
            continue
        if not (word in _THROUGH and by == word):
            return False
    return True


def _signs(line: str) -> bool:
    """Whether a line below the orders is but a name: two or three words that begin with capitals."""
    words = line.split()
    return 1 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
