"""What a message is about, by the words of the library of themes.

A theme holds with two points (`score`); its phrases are looked for in one pass (`finder`) among the first
words of each place (`words`), which count more where something is asked than where the scene is set
(`standing`). Danger is looked for by itself (`danger`): it says how urgent a message is, not where it goes.
"""

from __future__ import annotations

from functools import cache

from dispatch.rules.passage import Passage
from dispatch.rules.place_names import Mention
from dispatch.rules.themes.danger import danger, is_of_a_building
from dispatch.rules.themes.finder import Hit, ThemeFinder
from dispatch.rules.themes.score import CONTEXT, ENOUGH, Score, score
from dispatch.rules.themes.standing import clauses
from dispatch.rules.themes.town_hall import is_spoken_of, is_town_hall, tells_of_a_building
from dispatch.rules.themes.words import is_in_passing, is_outdoors, read_tokens
from models.organisation.themes import DANGER, THEMES

__all__ = [
    "CONTEXT",
    "ENOUGH",
    "Hit",
    "Score",
    "ThemeFinder",
    "is_in_passing",
    "is_of_a_building",
    "is_outdoors",
    "is_town_hall",
    "library",
    "names_a_place",
    "tells_of_a_building",
    "themes_of",
]


def names_a_place(mention: Mention, passage: Passage, town: str) -> bool:
    """Whether a name is that of a building here: « prévenez la mairie » means those who read it."""
    return not (is_town_hall(mention.name, town) and is_spoken_of(mention, passage))


@cache
def library() -> ThemeFinder:
    """The finder of all themes, made at the first message."""
    return ThemeFinder(THEMES.values())


def themes_of(
    places: tuple[tuple[Passage, tuple[Mention, ...]], ...], matter: frozenset[str]
) -> dict[str, Score]:
    """What a message is about: the library's themes and danger, by key;
    `matter` are the buildings it is about.
    """
    named = {mention.key: mention for _, mentions in reversed(places) for mention in mentions}
    in_building = any(not is_outdoors(named[key].name) for key in matter)
    cut = [clauses(passage) for passage, _ in places]
    read = [
        (passage, mentions, read_tokens(passage, its))
        for (passage, mentions), its in zip(places, cut, strict=True)
    ]
    found = score(library(), read, in_building=in_building)
    alarm = danger(read, cut)
    return found if alarm is None else {**found, DANGER.key: alarm}
