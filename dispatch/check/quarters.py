"""Quarters of buildings: one that is written in two ways would be counted as two."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, warning
from models.folding import fold
from models.organisation import Organisation


def check_quarters(organisation: Organisation) -> Iterator[Problem]:
    """Names of quarters that differ by case, accents or hyphens alone: the first way of writing counts."""
    written: dict[str, str] = {}
    for at, building in enumerate(organisation.buildings):
        if not building.quarter:
            continue
        known = written.setdefault(_plain(building.quarter), building.quarter)
        if known != building.quarter:
            yield warning(
                f"The quarter '{building.quarter}' is '{known}' elsewhere: figures count them as two.",
                "buildings",
                at,
                "quarter",
            )


def _plain(quarter: str) -> str:
    return " ".join(fold(quarter).replace("-", " ").replace("’", "'").split())
