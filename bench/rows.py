"""What a measurement gives, and how several runs become one figure."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    value: float
    unit: str
    #: This value divided by the one it is compared with, measured in the same run; None when with nothing.
    ratio_to: tuple[str, float] | None = None
    note: str = ""


def show(rows: Iterable[Row]) -> None:
    """A line a row, as each is there."""
    for row in rows:
        sys.stdout.write(f"  {row.name:<56} {row.value:>10,.2f} {row.unit:<6} {row.note}\n")
        sys.stdout.flush()


def median_and_spread(values: Sequence[float]) -> tuple[float, str]:
    """The median, and the least and the largest in words."""
    return statistics.median(values), f"{min(values):,.0f}–{max(values):,.0f} in {len(values)} rounds"
