"""How much speaks for each theme in a message.

A phrase that means a theme and nothing else gives two points, a word that speaks for it one, two words that
mean it together, in one sentence or in two that follow each other, two. Each counts once, as much as its
clause does, half as much again in the subject; where it happens is one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dispatch.rules.decision import Reason
from dispatch.rules.passage import Passage
from dispatch.rules.place_names import Mention
from dispatch.rules.themes.finder import Hit, ThemeFinder
from dispatch.rules.themes.standing import PLAIN, SIGNED
from dispatch.rules.themes.words import Token
from models.organisation.themes import Theme

#: What a phrase counts, and how much more it does in the subject.
SURE, SURE_WITH_A_SLIP, SIGN, CONTEXT, FIRST = 2.0, 1.5, 1.0, 1.0, 0.5
_IN_SUBJECT = 1.5
#: What a word against it takes away.
AGAINST = 1.0
#: Two words of a pair in two sentences that follow each other, or in the subject and anywhere.
_APART = 0.75
_SPEAKING = ("sure", "sign", "half")
#: From so many points on a message is about a theme.
ENOUGH = 2.0
#: What comes on top of the two strongest reasons counts less and less: length is no reason.
_FADING = (1.0, 1.0, 0.75, 0.5, 0.5, 0.25)


@dataclass(slots=True)
class Score:
    """How much speaks for one theme, and which words."""

    #: Its key.
    theme: str
    points: float = 0.0
    #: Points without the context.
    own_points: float = 0.0
    #: Where and what the person wrote that speaks for it, each once.
    written: list[tuple[str, str]] = field(default_factory=list)
    has_context: bool = False

    @property
    def holds(self) -> bool:
        """Whether the message is about it."""
        return self.points >= ENOUGH

    @property
    def why(self) -> tuple[Reason, ...]:
        """The words that speak for it, to be told."""
        return tuple(Reason("theme", where, (written,), self.theme) for where, written in self.written)


@dataclass(slots=True)
class _Found:
    """What of one theme was found."""

    words: list[Hit] = field(default_factory=list)
    contexts: list[Hit] = field(default_factory=list)
    against: list[Hit] = field(default_factory=list)
    halves: list[Hit] = field(default_factory=list)


def score(
    finder: ThemeFinder,
    passages: Iterable[tuple[Passage, tuple[Mention, ...], list[Token]]],
    *,
    in_building: bool = False,
) -> dict[str, Score]:
    """The themes for which anything speaks, in passages with the names and the words in them.

    `in_building` says that a building is what the message is about.
    """
    scores = {}
    first: tuple[int, int] | None = None
    first_key = ""
    for key, hits in _by_theme(finder, passages).items():
        # What only says where, or speaks against it, says nothing by itself.
        if not any(hit.kind in _SPEAKING for hit in hits):
            continue
        theme = finder.themes[key]
        made, begins = _score(theme, _sorted(hits), in_building=in_building and theme.in_buildings)
        if made is None:
            continue
        scores[key] = made
        if begins is not None and (first is None or begins < first):
            first, first_key = begins, key
    if first_key:
        scores[first_key].points += FIRST
        scores[first_key].own_points += FIRST
    return scores


def _by_theme(
    finder: ThemeFinder, passages: Iterable[tuple[Passage, tuple[Mention, ...], list[Token]]]
) -> dict[str, list[Hit]]:
    """What was found of each theme, themes in the order in which something of theirs was met. A half without
    its other half is nothing, and of one half so many are looked at.
    """
    found = [each for passage in passages for each in finder.found(*passage)]
    halves = {(each.theme, each.pair): 0 for one in found for each in one.meanings if each.kind == "half"}
    by_theme: dict[str, list[Hit]] = {}
    for one in found:
        for each in one.meanings:
            hits = by_theme.setdefault(each.theme, [])
            if each.kind == "half":
                number, side = each.pair
                if (each.theme, (number, 1 - side)) not in halves:
                    continue
                halves[each.theme, each.pair] += 1
                if halves[each.theme, each.pair] > _LOOKED_AT_HALVES:
                    continue
            hits.append(one.hit(each))
    return by_theme


def score_of(theme: Theme, hits: Iterable[Hit]) -> Score | None:
    """How much these hits say for one theme by itself; None when nothing does."""
    return _score(theme, _sorted(hits), in_building=False)[0]


def _sorted(hits: Iterable[Hit]) -> _Found:
    found = _Found()
    for hit in hits:
        match hit.kind:
            case "context":
                found.contexts.append(hit)
            case "against":
                found.against.append(hit)
            case "half":
                found.halves.append(hit)
            case _:
                found.words.append(hit)
    return found


def _score(theme: Theme, found: _Found, *, in_building: bool) -> tuple[Score | None, tuple[int, int] | None]:
    """The score of one theme, and where its first sure reason stands."""
    reasons: dict[str, tuple[float, str, str]] = {}
    begins: tuple[int, int] | None = None
    sure: list[tuple[float, tuple[Hit, ...]]] = [
        *((_points(hit), (hit,)) for hit in found.words if hit.kind == "sure"),
        *_paired(found.halves),
    ]
    sure.sort(key=lambda one: -one[0])
    for points, hits in sure:
        parts = [part for hit in hits for part in hit.parts]
        new = [part for part in parts if part not in reasons]
        if not new:
            continue
        share = points if len(new) == len(parts) or len(hits) == 1 else points / 2
        for hit in hits:
            fresh = [part for part in hit.parts if part in new and part not in reasons]
            if not fresh:
                continue
            for part in fresh:
                reasons[part] = (0.0, hit.where, hit.written)
            reasons[fresh[0]] = (share, hit.where, hit.written)
            share = 0.0
        at = min((hit.where != "subject", hit.sentence) for hit in hits)
        begins = at if begins is None else min(begins, at)
    signs = [hit for hit in found.words if hit.kind == "sign"]
    if theme.needs_context and not in_building and not found.contexts:
        signs = []
    for hit in sorted(signs, key=lambda one: -_points(one)):
        if not any(part in reasons for part in hit.parts):
            for part in hit.parts:
                reasons[part] = (0.0, hit.where, hit.written)
            reasons[hit.parts[0]] = (_points(hit), hit.where, hit.written)
    # One word is one reason: what is a sign is not the context too.
    where = next(
        (hit for hit in found.contexts if hit.weight > SIGNED and not reasons.keys() >= set(hit.parts)), None
    )
    has_context = where is not None or in_building
    if theme.needs_context and not has_context and not sure:
        return None, None
    ordered = sorted((each for each in reasons.values() if each[0]), key=lambda one: -one[0])
    if not ordered:
        return None, None
    own = sum(
        points * (_FADING[at] if at < len(_FADING) else _FADING[-1])
        for at, (points, _, _) in enumerate(ordered)
    )
    written = [(place, words) for _, place, words in reasons.values() if words]
    if where is not None:
        written.append((where.where, where.written))
    if any(hit.weight >= PLAIN for hit in found.against):
        own -= AGAINST
    # A phrase of several words, or one that is context too, is one reason.
    told = list(dict.fromkeys(written))
    return Score(theme.key, own + (CONTEXT if has_context else 0), own, told, has_context), begins


def _points(hit: Hit) -> float:
    points = SIGN if hit.kind == "sign" else SURE_WITH_A_SLIP if hit.has_slip else SURE
    return points * hit.weight * (_IN_SUBJECT if hit.where == "subject" else 1)


def _paired(halves: list[Hit]) -> Iterator[tuple[float, tuple[Hit, Hit]]]:
    """The pairs both halves of which stand close enough, each once, where it counts most."""
    sides: dict[int, tuple[list[Hit], list[Hit]]] = {}
    for hit in halves:
        sides.setdefault(hit.pair[0], ([], []))[hit.pair[1]].append(hit)
    for lefts, rights in sides.values():
        best: tuple[float, tuple[Hit, Hit]] | None = None
        # Sentences in order on both sides: each left meets the few rights beside it.
        for left in lefts[:_LOOKED_AT_HALVES]:
            for right in rights[:_LOOKED_AT_HALVES]:
                close = _closeness(left, right)
                if close and left.parts != right.parts:
                    points = SURE * close * min(left.weight, right.weight)
                    if left.has_slip or right.has_slip:
                        points *= 0.75
                    if best is None or points > best[0]:
                        best = (points, (left, right))
        if best is not None:
            yield best


_LOOKED_AT_HALVES = 12


def _closeness(left: Hit, right: Hit) -> float:
    if left.where != right.where:
        return _APART
    if left.sentence == right.sentence:
        return _IN_SUBJECT if left.where == "subject" else 1.0
    return _APART if abs(left.sentence - right.sentence) == 1 else 0.0
