"""References as people type them into a search or an address: `2026-42`, `42`, `#42` (pure)."""

from __future__ import annotations

import re

from models.errors import InvalidValue
from models.values import Reference

_NUMBER = re.compile(r"(?:#|n°)?\s*([0-9]{1,7})", re.ASCII | re.IGNORECASE)


def read_reference(text: str, this_year: int) -> Reference | None:
    """The request that `text` names, if it names one and says nothing else; a number alone is this year's."""
    number = _NUMBER.fullmatch(text.strip())
    if number is not None:
        return Reference(this_year, int(number[1])) if int(number[1]) else None
    try:
        return Reference.parse(text)
    except InvalidValue:
        return None
