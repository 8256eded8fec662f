"""The words of a passage that can speak for a theme, with what each is to its sentence."""

from __future__ import annotations

from typing import NamedTuple

from dispatch.rules.passage import Passage, stems
from dispatch.rules.place_names import FROM, SQUARES, WAYS, Mention
from dispatch.rules.themes.clause_words import word_set
from dispatch.rules.themes.standing import Clause, clauses
from models.folding import SMALL_WORDS, fold, words

#: What comes next only says where: « devant l'école ».
_BEFORE_A_PLACE = word_set(
    "devant derriere pres cote face vers niveau hauteur angle coin proximite proche autour entre jouxte "
    "jouxtant loin depassant apres longeant near behind opposite outside beside"
)
#: The same before « de »: « rentre de la gare », « à la sortie de l'école ».
_BEFORE_FROM_A_PLACE = word_set(
    "sortie sorties rentre rentrent rentrait rentrant revenait revenais revenant reviens revient revenions "
    "retour sortant sortait sortir long bout trajet chemin route abords alentours bordure"
)
#: The same before « à », « au », « chez »: « en allant à la piscine ».
_BEFORE_TO_A_PLACE = word_set("allant conduisant accompagnant emmenant deposant rendant allait allais")
_TO = word_set("a au aux")
#: « La route et les fils »: no street is called so.
_ENDS_A_NAME = frozenset(["et", "en", "un", "une", "ou"])
_BETWEEN = word_set(
    "mon ma mes notre nos votre vos chez ce cet cette leur leurs son sa ses numero n tout toute enfants"
)
#: A place whose name begins so is not a building with doors and heating.
_OUTDOORS = frozenset(
    stems(
        list(
            word_set(
                "parc square place terrain court courts boulodrome skatepark skate etang cimetiere pont "
                "jardin aire monument lavoir camping gare plan stade piste parking quai ancien vieux nouveau"
            )
        )
    )
)
#: Words between the words of a phrase that change nothing: « l'arbre est tombé », « la rue est très sale ».
FILLING = word_set(
    "est sont etait etaient ont ete avait avaient tres completement totalement tout toute vraiment trop "
    "toujours encore"
)
#: What thumbs write, and the word it stands for.
_SPELT = {
    "ds": "dans",
    "pr": "pour",
    "pdt": "pendant",
    "tt": "tout",
    "tte": "toute",
    "ts": "tous",
    "tjs": "toujours",
    "vs": "vous",
    "ns": "nous",
    "qd": "quand",
    "svt": "souvent",
    "bcp": "beaucoup",
    "lgtps": "longtemps",
    "apt": "appartement",
    "gd": "grand",
    "gde": "grande",
    "pb": "probleme",
}
UNSEEN = SMALL_WORDS | FILLING


_SHORTEST = 4
_ENDINGS = (("ees", "e"), ("ee", "e"), ("er", "e"), ("ez", "e"), ("es", "e"), ("s", ""), ("x", ""))


def families(found: list[str]) -> list[str]:
    """The family of each folded word, as the themes compare them.

    Without accents the stems of short words fall together (`mare` and `mari`, `rat` and `raté`): what is
    left with fewer than four letters keeps its vowels, and loses only its plural, feminine or infinitive.
    Linear in `found`.
    """
    return [
        stem if len(stem) >= _SHORTEST else _lightly(word)
        for word, stem in zip(found, stems(found), strict=True)
    ]


def _lightly(word: str) -> str:
    for ending, kept in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(kept) >= _SHORTEST - 1:
            return word[: len(word) - len(ending)] + kept
    return word


class Token(NamedTuple):
    """A word that counts: its family, its place among `Passage.words`, and what it is to its sentence."""

    word: str
    stem: str
    at: int
    start: int
    end: int
    #: Whether it is part of the name of a street, or of a square.
    in_street: bool
    #: Whether it only says where.
    in_passing: bool
    sentence: int
    clause: int
    weight: float


def read_tokens(passage: Passage, cut: list[Clause] | None = None) -> list[Token]:
    """The words of a passage that can be part of a phrase; `cut` are its clauses, when they are known."""
    found = _read(passage, clauses(passage) if cut is None else cut)
    return [
        Token(word, family, at, start, end, in_street, passing, clause.sentence, number, clause.weight)
        for family, (word, at, start, end, in_street, passing, clause, number) in zip(
            families([each[0] for each in found]), found, strict=True
        )
    ]


def _read(passage: Passage, cut: list[Clause]) -> list[tuple[str, int, int, int, bool, bool, Clause, int]]:
    found = []
    way = last = ""
    linked = passing = waits_from = waits_to = False
    count = -1
    for number, clause in enumerate(cut):
        for word, start, end in clause.words:
            if word in SMALL_WORDS:
                if word in _ENDS_A_NAME:
                    way = ""
                linked = linked or (bool(way) and (word in FROM or way in WAYS))
                passing = passing or (waits_from and word in FROM) or (waits_to and word in _TO)
                waits_from = waits_to = False
                continue
            count += 1
            word = _SPELT.get(word, word)
            if word in FILLING:
                continue
            in_street = bool(way) and word not in WAYS and word not in _BETWEEN
            # « rue Pasteur » as « rue de la Gare »; in a subject capitals say nothing.
            in_street = in_street and (
                linked
                or (way in WAYS and passage.where != "subject" and passage.original(start, end)[:1].isupper())
            )
            # « place de la Mairie » is an address, « place de parking » and « place en crèche » are none.
            in_street = in_street and (way in WAYS or passage.original(start, end)[:1].isupper())
            found.append((word, count, start, end, in_street, passing, clause, number))
            way = word if word in WAYS or word in SQUARES else ""
            linked = False
            passing = word in _BEFORE_A_PLACE or (passing and word in _BETWEEN)
            waits_from, waits_to = word in _BEFORE_FROM_A_PLACE, word in _BEFORE_TO_A_PLACE
            # « À deux pas de l'église », and not « pas de chauffage ».
            waits_from = waits_from or (word == "pas" and last == "deux")
            last = word
    return found


def is_in_passing(mention: Mention, passage: Passage) -> bool:
    """Whether a place only says where: « devant l'école », « près de la gare », « en sortant du gymnase »."""
    before = mention.first - 1
    while before >= 0 and passage.words[before] in _BETWEEN:
        before -= 1
    if before < 0:
        return False
    word = passage.words[before]
    if word in _BEFORE_A_PLACE:
        return True
    if word in _BEFORE_FROM_A_PLACE or word in _BEFORE_TO_A_PLACE:
        small = words(passage.between(before, mention.first))
        return not (FROM if word in _BEFORE_FROM_A_PLACE else _TO).isdisjoint(small)
    return False


def is_outdoors(name: str) -> bool:
    """Whether a place of that name is in the open air: a park, a square, a pitch. Linear in `name`."""
    return any(stem in _OUTDOORS for stem in stems(words(fold(name))[:2]))
