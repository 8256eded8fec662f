"""Marks of one to five that answer a survey, as people write them in a mail or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.words.sentences import read_letter
from models.folding import fold

#: Characters looked at.
CHARACTERS = 2000
_NUMBERS = {
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
_SCORE = re.compile(
    r"(?P<lead>(?:je (?:vous |lui |leur )?(?:mets|met|donne|note|dirais|dis)|on (?:vous )?(?:met|donne|dit)|nous mettons|mettez(?:[ -]moi)?|disons|allez|ca (?:vaut|merite)|i ?[\'’]?d give (?:it |you )?(?:an? )?|i(?: would)? give (?:it |you )?(?:an? )?|we give (?:it )?(?:an? )?|let[\'’]s say|ma note(?: est)?|(?:ma )?note|score|my score(?: is)?)[ ]?:?[ ]?(?:un |une |de )?|(?:un|une) (?=[2-5]))?"
    r"(?P<mark>[1-5]|un|deux|trois|quatre|cinq|one|two|three|four|five)(?P<scale> ?/ ?5| sur 5| sur cinq| out of 5| ?etoiles?| ?stars?| ?\*)?"
    r"(?P<rest>[ ]?[!.]{0,5}$|[ ]?[,:;!.(\u2013-]+ *(?=[^\d\s])|(?(scale) (?!(?:rue|avenue|place|bd|boulevard|chemin|impasse|allee)\b)|(?!))|[ ](?=(?:parce|car|pour|tres|merci|bravo|bien|super|mais|because|very|thanks|good)\b))"
)


#: « Service au top : 5 sur 5 », « un petit 3 », « 5 sans hésiter »: a mark by its scale, or by what stands around it.
_ON_A_SCALE = re.compile(
    r"(?<![\d/,.])(?P<mark>[1-5]|un|deux|trois|quatre|cinq|one|two|three|four|five) ?(?:/ ?5|sur 5|sur cinq|out of 5|out of five|etoiles?|stars?)(?![\d/])"
)
_SMALL = re.compile(
    r"(?:(?:c['’]est|ce sera|ca sera|pour moi|pour moi c['’]est|moi) )?(?:un|une|a|an) (?:petit |petite |bon |gros |grand |solide |tout petit |solid |good |strong )?(?P<mark>[2-5]|deux|trois|quatre|cinq|two|three|four|five)[ !.]*$"
    r"|(?P<plain>[1-5]|deux|trois|quatre|cinq) (?:sans hesiter|sans hesitation|bien sur|seulement|evidemment|largement|merite|of course|only|without hesitation)[ !.]*$"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A mark of one to five, and the words that go with it."""

    mark: int
    comment: str = ""


def read_score(text: str) -> Score | None:
    """« 5 », « 4/5 très bien », « cinq », « je mets 3 »: the mark that answers a survey, or None.

    Linear in `text`.
    """
    text = _without_greeting(text[:CHARACTERS])
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    stars = line.count("\u2b50")
    if 1 <= stars <= 5 and not line.replace("\u2b50", "").strip(" \ufe0f!.") and text.strip() == line:
        return Score(stars)
    folded = fold(line[:200])
    found = _SCORE.match(folded)
    if found is None:
        return _on_its_scale(folded, line, text)
    bare = found["mark"] in ("un", "one") and not (found["lead"] or found["scale"])
    if bare:
        return None
    mark = _NUMBERS.get(found["mark"]) or int(found["mark"])
    comment = line[found.end() :].strip(" ,:;!.()-\u2013") if found.end() < len(folded) else ""
    following = "\n".join(text.splitlines()[1:]).strip() if text.strip().splitlines()[:1] == [line] else ""
    return Score(mark, "\n".join(part for part in (comment, following) if part))


def _without_greeting(text: str) -> str:
    """What stands below « Bonjour, », or behind it on its line: a mail begins by greeting."""
    line, _, below = text.strip().partition("\n")
    letter = read_letter(line)
    if not letter.greeting:
        return text
    behind = line.strip()[len(letter.greeting) :] if line.strip().startswith(letter.greeting) else ""
    return f"{behind.lstrip(' ,.!;:')}\n{below}".strip()


def _on_its_scale(folded: str, line: str, text: str) -> Score | None:
    """A mark that is not at the head of `line`: exactly one with its scale, or alone with what makes it a mark."""
    marks = list(_ON_A_SCALE.finditer(folded))
    if len(marks) == 1:
        said = marks[0]["mark"]
        return Score(_NUMBERS.get(said) or int(said), text[:CHARACTERS].strip())
    small = _SMALL.match(folded) if not marks and text.strip() == line else None
    if small is None:
        return None
    said = small["mark"] or small["plain"]
    return Score(_NUMBERS.get(said) or int(said))
