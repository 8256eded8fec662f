"""What people write to a French town hall about: some sixty themes with their words, for services to take
over.
"""

from __future__ import annotations

from models.organisation.themes.danger import (
    CALLS,
    CALM,
    CALM_PHRASES,
    EVENTS,
    OVER,
    WISHES,
    YESTERDAY,
)
from models.organisation.themes.danger import DANGER as _IN_FRENCH
from models.organisation.themes.english import danger_in_english, in_english_too
from models.organisation.themes.families import FAMILIES
from models.organisation.themes.leisure import LEISURE
from models.organisation.themes.nature import NATURE
from models.organisation.themes.papers import PAPERS
from models.organisation.themes.planning import PLANNING
from models.organisation.themes.safety import SAFETY
from models.organisation.themes.streets import STREETS
from models.organisation.themes.theme import Theme
from models.organisation.themes.town_hall import TOWN_HALL

#: Every theme a service or a type of request can take over, by its key.
THEMES: dict[str, Theme] = {
    theme.key: in_english_too(theme)
    for theme in (*STREETS, *NATURE, *PLANNING, *PAPERS, *FAMILIES, *LEISURE, *SAFETY, *TOWN_HALL)
}
#: Immediate danger, which no service takes over.
DANGER = danger_in_english(_IN_FRENCH)

__all__ = [
    "CALLS",
    "CALM",
    "CALM_PHRASES",
    "DANGER",
    "EVENTS",
    "OVER",
    "THEMES",
    "WISHES",
    "YESTERDAY",
    "Theme",
]
