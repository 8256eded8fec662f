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


#: The ends of the scale, as the survey itself names them; and full marks on any other.
_ENDS = re.compile(
    r"(?:(?P<best>tres bien|very good|10 ?(?:/|sur) ?10|20 ?(?:/|sur) ?20|10 out of 10)|tres mal|very bad)"
    r"(?:[ ,;!.]{1,3}(?:merci(?: beaucoup)?|thanks|thank you))?[ !.]*$"
)
#: « 6 », « 0 », « 8/10 », « 4,5 », « entre 3 et 4 », « 5+ »: meant as a mark, and none of one to five.
_UNSURE = re.compile(
    r"(?:(?:je (?:vous )?(?:mets|met|donne|dirais)|(?:ma )?note(?: est)?|score|i give) ?:? ?)?(?:un |entre |between )?"
    r"(?:\d{1,3}(?:[.,]\d{1,2})?|zero|six|sept|huit|neuf|dix|seven|eight|nine|ten)(?: ?[+-])?"
    r"(?: ?(?:/|sur|out of|ou|et|a|and|or|-) ?\d{1,3}(?:[.,]\d{1,2})?){0,2}(?: et demi)?"
    r"(?:[ ,;!.]{1,3}(?:merci|thanks))?[ !.]*$"
)
#: Words of a name below a mark.
_MOST_SIGNED = 4


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
    if (end := _ENDS.match(folded)) is not None and text.strip() == line:
        return Score(5 if end["best"] else 1)
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


def is_unsure_score(text: str) -> bool:
    """Whether a message is a mark and nothing else, but none of one to five: « 6 », « 0/10 », « 3 ou 4 ».

    Linear in `text`.
    """
    if read_score(text) is not None:
        return False
    line, _, below = _without_greeting(text[:CHARACTERS]).strip().partition("\n")
    signed = len(below.split()) <= _MOST_SIGNED and not any(each.isdigit() for each in below)
    return signed and _UNSURE.match(fold(line.strip()[:200])) is not None


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
