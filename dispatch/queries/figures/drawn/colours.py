"""Colours of charts on white paper: in mail, in print, and wherever a page says no others (pure).

What carries meaning has at least 3:1 against white, words 4.5:1 (WCAG 1.4.11, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatch.queries.figures.drawn.shapes import Ink

PAPER: Mapping[Ink, str] = MappingProxyType(
    {
        "text": "#1b1b1b",
        "soft": "#55585e",
        "line": "#d5d8dd",
        "first": "#0b4a8f",
        "second": "#8a5a00",
        "alarm": "#a30018",
    }
)
