"""Names after a civility: « Mme Durand », « mme\\ndurand », « M Le Goff », « MM. Durand et Roux »."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dispatch.people.unnamed.common_words import NO_NAMES
from dispatch.people.unnamed.reached import Span
from dispatch.people.unnamed.tokens import Token, is_gap

_SEVERAL = frozenset(["mm", "mmes", "messieurs", "mesdames", "epoux", "consorts"])
_ANY_CASE = frozenset(
    [
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "mr",
        "monsieur",
        "madame",
        "mademoiselle",
        "mrs",
        "miss",
        "messieurs",
        "mesdames",
    ]
)
#: What is a word, too: only before a name with a capital.
_CAPITAL = frozenset(
    [
        "m",
        "mm",
        "ms",
        "dr",
        "pr",
        "docteur",
        "maitre",
        "professeur",
        "famille",
        "epoux",
        "consorts",
        "veuve",
        "nee",
        "epouse",
    ]
)
_OF_STREETS = frozenset(["docteur", "dr", "professeur", "pr", "maitre"])
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "l",
        "les",
        "von",
        "van",
        "der",
        "den",
        "ben",
        "bin",
        "el",
        "al",
        "da",
        "dos",
        "di",
        "del",
        "ait",
        "abd",
        "veuve",
        "vve",
        "nee",
        "epouse",
    ]
)
#: After these a single letter is a letter: « taille M », « bâtiment M ».
_LETTERED = frozenset(
    [
        "taille",
        "ligne",
        "bus",
        "tram",
        "metro",
        "batiment",
        "bat",
        "bloc",
        "escalier",
        "porte",
        "allee",
        "entree",
        "lettre",
        "hall",
        "zone",
        "secteur",
        "parking",
        "type",
        "groupe",
        "format",
        "quai",
        "rang",
        "poteau",
    ]
)
_MOST = 4


def places_of_named(
    plain: str, tokens: list[Token], names: Collection[str], exempt: Collection[int]
) -> Iterator[Span]:
    """Where people stand after a civility; `names` are parts of the name that is looked for, `exempt` the
    words that name a street.
    """
    for at, token in enumerate(tokens):
        if not _is_civility(plain, tokens, at) or (at in exempt and token.word in _OF_STREETS):
            continue
        last = _end_of_name(plain, tokens, at, names)
        if last > at:
            yield token.start, tokens[last].end


def _is_civility(plain: str, tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.text == "Me":
        return True
    if len(token.said) != 1 or token.word not in _ANY_CASE | _CAPITAL:
        return False
    if token.word not in ("m", "mm"):
        return True
    before = plain[max(0, token.start - 3) : token.start].rstrip(" ")
    if before[-1:].isdigit() or (plain[token.end : token.end + 1] not in (".", " ", "\n", "\r", "\t")):
        return False
    lettered = at > 0 and tokens[at - 1].word in _LETTERED and plain[token.end : token.end + 1] != "."
    return not lettered


def _end_of_name(plain: str, tokens: list[Token], civility: int, names: Collection[str]) -> int:
    """The last word of the name that begins after a civility; the civility itself when none does."""
    at, last = civility + 1, civility
    needs_capital = tokens[civility].word in _CAPITAL or tokens[civility].text == "Me"
    particles = 0
    while (
        at < len(tokens) and particles < 3 and tokens[at].word in _PARTICLES and _follows(plain, tokens, at)
    ):
        at, particles = at + 1, particles + 1
    if at >= len(tokens) or not _follows(plain, tokens, at):
        return civility
    first = tokens[at]
    if not _is_name(plain, first, names) or not (
        first.is_capital or _may_be_small(first, needs_capital, particles, names)
    ):
        return civility
    last = at
    if first.is_capital:
        last = _further(plain, tokens, at)
    elif not _is_known(first, names):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        # « mme jeanne durand »: of two small words after a civility, both may be of the name.
        if following is not None and _is_near(plain, first, following) and _is_name(plain, following, names):
            last = at + 1
    if tokens[civility].word in _SEVERAL:
        last = _and_others(plain, tokens, last)
    return last


def _may_be_small(token: Token, needs_capital: bool, particles: int, names: Collection[str]) -> bool:
    if _is_known(token, names):
        return True
    return not needs_capital and not particles and len(token.word) > 2


def _further(plain: str, tokens: list[Token], at: int) -> int:
    """The last of the words with a capital that go on with a name, across « de », initials and a line
    break.
    """
    last, steps = at, 0
    following = at + 1
    while following < len(tokens) and steps < _MOST:
        token, before = tokens[following], tokens[following - 1]
        between = plain[before.end : token.start]
        is_initial = len(before.text) <= 2
        if not (is_gap(plain, before.end, token.start) or between in (".-", "-")) or (
            between.startswith(".") and not is_initial
        ):
            break
        if token.is_capital and _is_name(plain, token, ()):
            last = following
        elif token.word not in _PARTICLES:
            break
        following, steps = following + 1, steps + 1
    return last


def _and_others(plain: str, tokens: list[Token], last: int) -> int:
    """« MM. Durand et Roux »: the names that go on after « et »."""
    for _ in range(_MOST):
        if last + 2 >= len(tokens) or tokens[last + 1].word not in ("et", "and"):
            break
        name = tokens[last + 2]
        near = _is_near(plain, tokens[last], tokens[last + 1]) and _is_near(plain, tokens[last + 1], name)
        if not near or not name.is_capital or not _is_name(plain, name, ()):
            break
        last = _further(plain, tokens, last + 2)
    return last


def _follows(plain: str, tokens: list[Token], at: int) -> bool:
    return is_gap(plain, tokens[at - 1].end, tokens[at].start) or plain[
        tokens[at - 1].end : tokens[at].start
    ] in (".-", "-")


def _is_near(plain: str, token: Token, other: Token) -> bool:
    return plain[token.end : other.start] == " "


def _is_known(token: Token, names: Collection[str]) -> bool:
    return any(each in names for each in token.said)


def _is_name(plain: str, token: Token, names: Collection[str]) -> bool:
    is_initial = len(token.text) == 1 and token.is_capital and plain[token.end : token.end + 1] == "."
    return bool(token.said) and (token.word not in NO_NAMES or is_initial or _is_known(token, names))
