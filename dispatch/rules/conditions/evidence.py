"""What was found in one message, once, for all rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.rules.decision import Facts, Reason
from dispatch.rules.place_names import Mention
from dispatch.rules.themes import Score
from models.organisation import Condition, Organisation

Why = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one message, once, for all rules: words, patterns, buildings, streets, themes.

    What the message is about is its `matter` (buildings) and its `themes`; the rest only stands in it.
    """

    facts: Facts
    organisation: Organisation
    #: By place, then keyword: the words as written.
    keywords: dict[str, dict[str, str]]
    #: By pattern: the place and the words.
    patterns: dict[str, tuple[str, str]]
    buildings: tuple[Mention, ...]
    streets: tuple[Mention, ...]
    #: The themes for which anything speaks; `danger` among them.
    themes: dict[str, Score] = field(default_factory=dict)
    #: Keys of the buildings that are more than a landmark: not only « devant » or « près de » them.
    matter: frozenset[str] = frozenset()

    @property
    def local_time(self) -> datetime:
        """The time of receipt on the town's clock."""
        return self.facts.received_at.astimezone(self.organisation.town.zone)


Check = Callable[[Condition, Evidence], Why | None]
