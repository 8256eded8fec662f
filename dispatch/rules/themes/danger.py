"""Whether somebody is in danger now, by the words of a message.

One phrase that means danger is enough, or one that speaks for it beside a word of urgency. What is said of a
drill, of how to be prepared, of last year, or of « feu d'artifice » does not count: a clause is looked at as
a whole, and so is a message that says it is over. What happened to somebody yesterday is over too; a hole or
a wire is still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dispatch.rules.passage import Passage
from dispatch.rules.place_names import Mention
from dispatch.rules.themes.clause_words import has_any, phrases, word_set
from dispatch.rules.themes.finder import Found, Hit, ThemeFinder
from dispatch.rules.themes.score import Score, score_of
from dispatch.rules.themes.standing import Clause
from dispatch.rules.themes.words import Token
from models.folding import fold
from models.organisation.themes import CALLS, CALM, CALM_PHRASES, DANGER, EVENTS, OVER, WISHES, YESTERDAY

_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_AGO = re.compile(r"\by a \w+ (?:ans|mois)\b")
_OVER, _CALM_PHRASES, _YESTERDAY = phrases(OVER), phrases(CALM_PHRASES), phrases(YESTERDAY)
_WISHES, _CALLS = phrases(WISHES), word_set(CALLS)
_EVENTS = tuple(EVENTS.split())
_GREETINGS = frozenset(["bonjour", "bonsoir", "monsieur", "madame", "messieurs", "mesdames"])
_GREETING_WORDS = 3
#: What gets stuck without anybody in it, and who does.
_STUCK = ("bloqu", "coinc", "enferm")
_THINGS = word_set(
    "volet volets porte portes portail portillon fenetre fenetres store stores rideau rideaux barriere "
    "barrieres serrure cle cles tiroir robinet chasse evier vanne compteur borne bornes velo velos rue "
    "route chemin acces passage sortie trottoir stationnement dossier dossiers compte paiement site "
    "formulaire caddie fauteuil"
)
_BODIES = word_set(
    "enfant enfants gamin gamine gamins gosse gosses bebe fille fils petit petite petits eleve eleves "
    "garcon dame monsieur homme femme mere pere maman papa mamie papy mari voisin voisine personne "
    "personnes quelqu gens je nous on main mains doigt doigts pied pieds tete bras jambe chien agent "
    "collegue jeune jeunes ado ados"
)
_HAZARDS = ("gaz", "fum", "flamm", "feu", "incend", "brul", "plafond", "gas", "fire", "smoke", "etincel")


@cache
def dangers() -> ThemeFinder:
    """The finder of immediate danger, which phrases of other themes do not hide."""
    return ThemeFinder((DANGER,))


def danger(
    passages: Iterable[tuple[Passage, tuple[Mention, ...], list[Token]]], cut: Iterable[list[Clause]]
) -> Score | None:
    """What in these passages, `cut` into their clauses, says that somebody is in danger; None when nothing
    does.
    """
    # A body is in danger wherever it lies: landmarks count, the names of streets do not.
    words = [list(dangers().found(passage, (), tokens, landmarks=True)) for passage, _, tokens in passages]
    if not _may_mean_it(each for found in words for each in found):
        return None
    found: list[Hit] = []
    figures: set[str] = set()
    dropped = False
    for found_here, clauses in zip(words, cut, strict=True):
        hits = [hit for each in found_here for hit in each.hits()]
        speech = [hit for hit in hits if hit.kind == "against"]
        figures.update(part for hit in speech for part in hit.parts)
        hits = [hit for hit in hits if not _begins_a_figure(hit, speech)]
        if any(hit.kind in ("sure", "half", "sign") for hit in hits):
            told = _told(clauses)
            if told is None:
                return None
            calm, past, things = told
            near = [
                hit
                for hit in hits
                if hit.clause not in calm
                and not (hit.sentence in past and _is_event(hit))
                and not (hit.clause in things and _is_stuck(hit))
            ]
            dropped = dropped or len(near) < len(hits)
            found += [hit._replace(weight=1.0) for hit in near]
    # « Explosion » above a letter about an « explosion des tarifs » is the same figure of speech.
    found = [hit for hit in found if hit.where != "subject" or not figures.issuperset(hit.parts)]
    # A subject alone says nothing when its letter is calm: « Noyade : y aura-t-il des maîtres-nageurs ? ».
    if dropped and all(hit.where == "subject" for hit in found):
        return None
    return score_of(DANGER, [hit for hit in found if hit.kind != "against"])


def _may_mean_it(found: Iterable[Found]) -> bool:
    """Whether there is more than halves without their other halves: most messages have no more."""
    meanings = [(each.kind, each.pair) for one in found for each in one.meanings]
    halves = {pair for kind, pair in meanings if kind == "half"}
    return any(
        kind in ("sure", "sign") or (kind == "half" and (pair[0], 1 - pair[1]) in halves)
        for kind, pair in meanings
    )


def is_of_a_building(score: Score) -> bool:
    """Whether it is gas, smoke, fire or a ceiling: the business of who looks after the building."""
    return any(hazard in fold(words) for _, words in score.written for hazard in _HAZARDS)


def _begins_a_figure(hit: Hit, speech: list[Hit]) -> bool:
    """Whether a word is but the first of a figure of speech: « explosion » in « explosion des tarifs »."""
    return hit.kind != "against" and any(
        each.clause == hit.clause and each.parts[: len(hit.parts)] == hit.parts != each.parts
        for each in speech
    )


def _is_event(hit: Hit) -> bool:
    return any(part.startswith(_EVENTS) for part in hit.parts)


def _is_stuck(hit: Hit) -> bool:
    return len(hit.parts) == 1 and hit.parts[0].startswith(_STUCK)


def _told(clauses: list[Clause]) -> tuple[set[int], set[int], set[int]] | None:
    """The clauses that speak of no danger now, the sentences of yesterday, and the clauses in which but a
    thing is stuck (« le volet est bloqué »); None when it is all over.
    """
    calm, past, things = set(), set(), set()
    for at, clause in enumerate(clauses):
        written = [word for word, _, _ in clause.words]
        if has_any(written, _OVER):
            return None
        if (
            not CALM.isdisjoint(written)
            or has_any(written, _CALM_PHRASES)
            or (has_any(written, _WISHES) and _CALLS.isdisjoint(written))
            or any(_YEAR.fullmatch(word) for word in written)
            or _AGO.search(" ".join(written))
            or (len(written) <= _GREETING_WORDS and not _GREETINGS.isdisjoint(written))
        ):
            calm.add(at)
        if has_any(written, _YESTERDAY) and "depuis" not in written:
            past.add(clause.sentence)
        if not _THINGS.isdisjoint(written) and _BODIES.isdisjoint(written):
            things.add(at)
    return calm, past, things
