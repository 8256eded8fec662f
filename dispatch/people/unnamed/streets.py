"""Streets and buildings of the town that are called as somebody is: they are shown, and no gap tells."""

from __future__ import annotations

import re

from dispatch.people.unnamed.common_words import NO_NAMES, STREETS, TITLES
from dispatch.people.unnamed.known import Names, is_known
from dispatch.people.unnamed.tokens import Token

#: What is a road and nothing else: « rue de Lambert » may be its name, « parking de Lambert » is his.
_ROADS = frozenset(
    ["allee", "avenue", "av", "bd", "bld", "boulevard", "chemin", "ch", "impasse", "imp", "quai", "route",
     "rte", "rue", "ruelle", "sentier", "venelle"]
)  # fmt: skip
_OF = frozenset(["du", "de", "des", "la", "le", "les"])
_ARTICLES = frozenset(["la", "le", "les", "cette", "ma", "sa", "notre", "votre", "leur"])
#: « 12 bis, » before a street.
_NUMBER = re.compile(r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? {0,2}", re.IGNORECASE)
_LONGEST_NUMBER = 14
_BETWEEN = (" ", "  ", ". ")


def names_of_streets(plain: str, tokens: list[Token], names: Names) -> frozenset[int]:
    """Which words name a street or a building of the town: « place Lambert-Daverdoing », « rue du Docteur
    Lambert », « avenue Jeanne Lambert », « rue Victor Lambert », « allée des Roses ». They are shown as the
    place anyway, and a gap would say the name. What may be somebody as well is: « la rue de Lambert ».
    """
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if not token.said or (token.word not in STREETS and "-".join(token.said) not in STREETS):
            continue
        first = at + 1
        while first < len(tokens) and first < at + 3 and tokens[first].word in _OF:
            first += 1
        if first >= len(tokens):
            continue
        is_title = tokens[first].word in TITLES
        if not is_title and not _may_name_it(plain, tokens, at, first):
            continue
        if is_title:
            found.add(first)
        found.update(_name_from(plain, tokens, first + is_title, names))
    return frozenset(found)


def _may_name_it(plain: str, tokens: list[Token], at: int, first: int) -> bool:
    """Whether what stands at `first` after the street at `at` is its name, by the small words between."""
    between = [each.word for each in tokens[at + 1 : first]]
    if not between or _is_numbered(plain, tokens[at]):
        return True
    if "-".join(tokens[at].said) not in _ROADS and tokens[at].word != "place":
        return False
    before = tokens[at - 1].word if at else ""
    if tokens[at].word == "place" and before in _ARTICLES:
        # « à la place de Lambert », « des Lambert »
        return False
    if between[-1] != "de" and tokens[first].word:
        return True
    return (
        tokens[at].word in _ROADS
        and before not in _ARTICLES
        and not tokens[at].text.lower().startswith(("l'", "d'"))
    ) or tokens[first].text.lower().startswith("l'")


def _is_numbered(plain: str, street: Token) -> bool:
    start = max(0, street.start - _LONGEST_NUMBER)
    before = plain[start : street.start]
    digit = re.search(r"(?<!\d)\d", before)
    return digit is not None and _NUMBER.fullmatch(before, digit.start()) is not None


def _name_from(plain: str, tokens: list[Token], first: int, names: Names) -> list[int]:
    """The words of the names looked for that stand at `first`: two at most, or one after a word that is none
    of them. What follows that is whoever stands there: « rue Pasteur Jeanne Lambert ».
    """
    found: list[int] = []
    others = 0
    for at in range(first, min(first + 3, len(tokens))):
        if plain[tokens[at - 1].end : tokens[at].start] not in _BETWEEN:
            break
        if is_known(tokens[at], names) or names.parts.intersection(tokens[at].said):
            found.append(at)
        elif at == first and tokens[at].is_capital and tokens[at].word not in NO_NAMES:
            others = 1
        else:
            break
    return found[:2] if not others else found if len(found) == 1 else []
