"""The Date header as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_COMMENT = re.compile(r"\([^()]{0,100}\)")
# Months that French and German programs wrote into a field which RFC 5322 §3.3 wants in English.
_MONTHS = {
    "janv": "Jan",
    "févr": "Feb",
    "fév": "Feb",
    "fevr": "Feb",
    "mars": "Mar",
    "avr": "Apr",
    "mai": "May",
    "juin": "Jun",
    "juil": "Jul",
    "août": "Aug",
    "aout": "Aug",
    "sept": "Sep",
    "déc": "Dec",
    "dez": "Dec",
    "mär": "Mar",
    "okt": "Oct",
}
_MONTH = re.compile(r"(?<=\d)[ -]([^\W\d_]{3,9})\.?[ -](?=\d{2,4})")


def parse_date(text: str) -> datetime | None:
    """The moment as aware UTC, None when absent or broken. A date without zone is read as UTC.

    Linear in `text`.
    """
    value = _COMMENT.sub(" ", text[:200]).strip()
    value = _MONTH.sub(lambda m: f" {_english(m[1])} ", value)
    if not value:
        return None
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso(value)
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _english(month: str) -> str:
    lower = month.casefold()
    return next((name for start, name in _MONTHS.items() if lower.startswith(start)), month)


def _iso(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
