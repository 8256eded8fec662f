"""Whether two messages seem to report one incident: the same place, and the same matter (pure).

The place is a building, a street or where photos were taken. The matter is a theme of the library that many
people can see at once (a lamp, a leak, rubbish), or else most of their words. What concerns one person alone
(a certificate, the canteen, a permit) is never one incident, however alike its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dispatch.rules.distance import metres_apart
from dispatch.rules.passage import stems
from models.folding import SMALL_WORDS, fold, word_spans

Place = Literal["building", "street", "near"]
#: Themes of what stands or happens for everybody to see.
SEEN_BY_MANY = frozenset([
    "arbres", "herbe-fleurs", "jeux", "eaux-nature", "insectes", "depots", "collecte", "dechetterie",
    "proprete-rue", "rats", "peril", "bruit", "stationnement", "animaux", "incivilites", "chaussee",
    "signalisation", "vitesse", "eaux-pluviales", "fuite-rue", "hiver", "mobilier", "eau",
    "assainissement", "domaine-public", "reseaux", "eclairage", "panne-batiment", "sport",
])  # fmt: skip
#: Characters of a message that are looked at, and words of a street's name.
LOOKED_AT, _STREET_WORDS, _STREETS = 4000, 4, 5
#: Words in common from which two messages are surely about one thing, beside their theme.
_SURE = 2
#: Without a common theme: so many words in common, and this share of the shorter message.
_MANY, _MOST = 3, 0.5
_WAYS = frozenset([
    "rue", "avenue", "av", "boulevard", "bd", "bld", "place", "chemin", "allee", "allees", "impasse",
    "route", "quai", "square", "cours", "passage", "sentier", "ruelle", "esplanade", "rond",
    "carrefour", "pont", "parvis", "venelle", "lotissement", "residence", "quartier", "hameau",
    "street", "road",
])  # fmt: skip
#: Words in which a street's name has ended.
_AFTER_NAME = frozenset([
    "est", "sont", "etait", "ont", "y", "il", "elle", "on", "ne", "n", "je", "nous", "vous", "depuis",
    "devant", "derriere", "avec", "sans", "pour", "par", "sur", "sous", "dans", "a", "qui", "que",
    "quand", "ou", "mais", "car", "et", "pres", "cote", "face", "angle", "niveau", "hauteur", "numero",
    "ce", "cet", "cette", "ces", "tout", "toute", "tres", "plus", "pas", "hier", "matin", "soir",
    "jour", "nuit", "bonjour", "merci", "is", "has", "since", "at", "in", "near",
])  # fmt: skip
_IDLE = SMALL_WORDS | frozenset([
    "bonjour", "bonsoir", "madame", "monsieur", "merci", "cordialement", "salutations", "est", "sont",
    "etait", "ete", "etre", "ont", "avoir", "ai", "as", "dans", "sur", "sous", "pour", "par", "avec",
    "sans", "plus", "pas", "ne", "n", "je", "j", "me", "m", "ma", "mon", "mes", "il", "ils", "elle",
    "elles", "on", "nous", "vous", "votre", "vos", "notre", "nos", "se", "s", "si", "ce", "c", "cet",
    "cette", "ces", "qu", "que", "qui", "quoi", "quand", "comme", "mais", "ou", "donc", "car", "ni",
    "y", "a", "t", "te", "tu", "toi", "fait", "faire", "depuis", "jour", "jours", "semaine", "matin",
    "soir", "hier", "toujours", "encore", "tres", "bien", "devant", "derriere", "chez", "signale",
    "signaler", "probleme", "pouvez", "pourriez", "voulez", "svp", "plait", "hello", "please", "thanks",
    "thank", "you", "is", "are", "was", "the", "this", "that", "there", "here", "and", "for", "not",
    "no", "hi", "dear", "sir", "madam", "since", "with", "from", "our", "your", "my", "we", "it",
])  # fmt: skip
_NUMBER = re.compile(r"(\d{1,4})(?: ?(?:bis|ter))?[ ,]{1,3}$")


@dataclass(frozen=True, slots=True)
class Street:
    """A way named in a message: its words, folded, and the number before it, 0 without one."""

    way: str
    name: tuple[str, ...]
    number: int = 0

    def is_that_of(self, other: Street) -> bool:
        """Whether both may be one street: the same way, and one name begins as the other."""
        shorter = min(len(self.name), len(other.name))
        return self.way == other.way and shorter > 0 and self.name[:shorter] == other.name[:shorter]


@dataclass(frozen=True, slots=True)
class Reported:
    """What of a message speaks for where and what it is about."""

    words: frozenset[str]
    streets: tuple[Street, ...] = ()
    themes: frozenset[str] = frozenset()
    building: str | None = None
    position: tuple[float, float] | None = None
    #: How its streets begin: what two messages that name one street have in common.
    beginnings: frozenset[tuple[str, str]] = field(init=False, default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        beginnings = frozenset((street.way, street.name[0]) for street in self.streets if street.name)
        object.__setattr__(self, "beginnings", beginnings)


@dataclass(frozen=True, slots=True)
class Alike:
    """Why two messages seem to be about one incident; `is_sure` when a rule may join them by itself."""

    place: Place
    is_sure: bool


def read_reported(
    subject: str,
    text: str,
    themes: frozenset[str],
    building: str | None,
    position: tuple[float, float] | None,
) -> Reported:
    """What a message says of its place and matter, in one pass over its first characters."""
    written = f"{subject[:500]}\n{text[:LOOKED_AT]}"
    folded = fold(written)
    spans = list(word_spans(folded))
    streets = tuple(_streets(folded, spans))
    named = {word for street in streets for word in street.name} | {street.way for street in streets}
    told = [
        word
        for word, _, _ in spans
        if 2 < len(word) <= 40 and not word.isdigit() and word not in _IDLE and word not in named
    ]
    return Reported(frozenset(stems(told)), streets, themes, building, position)


def alike(one: Reported, other: Reported, metres: float) -> Alike | None:
    """How two messages are alike in place and matter; None when they are not.

    `metres` is how far apart two photos of one incident may be.
    """
    place = same_place(one, other, metres)
    if place is None:
        return None
    common = len(one.words & other.words)
    shared = one.themes & other.themes & SEEN_BY_MANY
    if shared:
        sure = common >= _SURE and not (place == "street" and _other_number(one, other))
        return Alike(place, sure)
    if (one.themes | other.themes) - SEEN_BY_MANY:
        return None
    shorter = min(len(one.words), len(other.words))
    return Alike(place, False) if common >= max(_MANY, _MOST * shorter) else None


def same_place(one: Reported, other: Reported, metres: float) -> Place | None:
    """Which place both are about; None when it is not one, or nobody can say."""
    far = False
    if one.position is not None and other.position is not None:
        if metres_apart(one.position, other.position) <= metres:
            return "near"
        far = True
    if one.building is not None and one.building == other.building:
        return "building"
    if far or (one.building is not None and other.building is not None):
        return None
    if one.beginnings.isdisjoint(other.beginnings):
        return None
    same = any(mine.is_that_of(theirs) for mine in one.streets for theirs in other.streets)
    return "street" if same else None


def _other_number(one: Reported, other: Reported) -> bool:
    """Whether both name numbers of their common street, and other ones."""
    pairs = [
        (mine.number, theirs.number)
        for mine in one.streets
        for theirs in other.streets
        if mine.is_that_of(theirs) and mine.number and theirs.number
    ]
    return bool(pairs) and all(mine != theirs for mine, theirs in pairs)


def _streets(folded: str, spans: list[tuple[str, int, int]]) -> Iterator[Street]:
    """The first streets that are named: a way, small words, then its name until a mark or a word that is
    none of it.
    """
    found = 0
    for at, (word, start, end) in enumerate(spans):
        if word not in _WAYS or found == _STREETS:
            continue
        name: list[str] = []
        before = end
        for said, begins, ends in spans[at + 1 : at + 9]:
            between = folded[before:begins]
            if any(mark in between for mark in '.,;:!?()\n"') or said in _AFTER_NAME or said in _WAYS:
                break
            before = ends
            if said in SMALL_WORDS:
                continue
            name.append(said)
            if len(name) == _STREET_WORDS:
                break
        if name:
            number = _NUMBER.search(folded[max(0, start - 12) : start])
            found += 1
            yield Street(word, tuple(name), int(number[1]) if number else 0)
