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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found in the words of one message, once, for all rules: words, patterns, buildings, streets,
    themes. Of words and the organisation alone, so that another process may have looked.

    What the message is about is its `matter` (buildings) and its `themes`; the rest only stands in it.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Seen):
    """What was seen in the words of one message, beside all else that is known of it."""

    facts: Facts
    organisation: Organisation

    @classmethod
    def of(cls, facts: Facts, organisation: Organisation, seen: Seen) -> Evidence:
        """What was seen in the words of `facts`."""
        return cls(
            facts=facts,
            organisation=organisation,
            keywords=seen.keywords,
            patterns=seen.patterns,
            buildings=seen.buildings,
            streets=seen.streets,
            themes=seen.themes,
            matter=seen.matter,
        )

    @property
    def local_time(self) -> datetime:
        """The time of receipt on the town's clock."""
        return self.facts.received_at.astimezone(self.organisation.town.zone)


Check = Callable[[Condition, Evidence], Why | None]
