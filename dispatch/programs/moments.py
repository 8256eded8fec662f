"""Times as other programs write them in an address or a form."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

#: Characters of a time that are read.
_LONGEST = 40


def read_moment(written: str, *, default_zone: tzinfo | None = None) -> datetime:
    """A time (ISO 8601) in UTC; one without its offset is of `default_zone`.

    Raises ValueError for what is no time, has no offset where there is no default, or lies outside the years
    that times have.
    """
    # A + that was not escaped is a blank in an address.
    found = datetime.fromisoformat(written[:_LONGEST].replace(" ", "+"))
    if found.tzinfo is None:
        if default_zone is None:
            raise ValueError("a time without its offset: nobody knows on whose clock")
        found = found.replace(tzinfo=default_zone)
    try:
        return found.astimezone(UTC)
    except OverflowError as wrong:
        raise ValueError("no time of any year") from wrong
