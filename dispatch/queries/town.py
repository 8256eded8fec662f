"""The few facts of the town that commands need to show anything: its name, its clock, its words.

Read from the stored document as it is: making a whole Organisation of it takes longer than showing a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from models.store.glance import Glance, as_json


@dataclass(frozen=True, slots=True)
class TownFacts:
    """What is told of the town; the defaults are those of a database in which no organisation is applied."""

    name: str = ""
    locale: str = "fr"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    #: The document in force, as stored.
    document: Mapping[str, Any] = field(default_factory=dict)


def town_facts(glance: Glance) -> TownFacts:
    """The town as the organisation in force describes it."""
    found = glance.rows("SELECT document FROM organisation_version ORDER BY id DESC LIMIT 1")
    if not found:
        return TownFacts()
    document: dict[str, Any] = as_json(found[0]["document"])
    town = document["town"]
    return TownFacts(
        name=town["name"],
        locale=town.get("locale", "fr"),
        zone=ZoneInfo(town.get("time_zone", "Europe/Paris")),
        document=document,
    )
