"""What became of a message, as the ledger notes it in English, in French for whoever types commands."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dispatch.notices.why.set_aside import why_set_aside

_SAID = Path(__file__).with_name("became.txt")
_MOST = 300
#: How deep a reason may stand in a reason: `LANGUE: …`, `waits up to 48 h …: it fails a test (…)`.
_DEPTH = 2


def why_it_became(reason: str, locale: str, depth: int = _DEPTH) -> str:
    """A reason of the ledger for a reader of `locale`; one without French words (a rule's own) as it is.

    Linear in `reason`.
    """
    written = reason[:_MOST]
    if locale == "en" or not written:
        return why_set_aside(reason, locale)
    if (aside := why_set_aside(written, locale)) != written:
        return aside
    for pattern, french in _patterns():
        if (found := pattern.fullmatch(written)) is not None:
            inner = (why_it_became(each, locale, depth - 1) if depth else each for each in found.groups())
            return french.format(*inner)
    return reason


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """At most two wildcards each, bounded by the length of a reason: linear enough on 300 characters."""
    lines = (line for line in _SAID.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(
        (
            re.compile(re.escape(said).replace(r"\*", "(.{1,300}?)"), re.DOTALL),
            re.sub(r" ([:;])", "\u00a0\\1", french),
        )
        for said, french in (line.split(" | ") for line in lines)
    )
