"""The charts of the figures, with their words: months, what became of requests, how long they took (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.queries.figures.counted import Row
from dispatch.queries.figures.drawn.charts import Parts, Said, Span, bars, lines, spans
from dispatch.queries.figures.drawn.shapes import Picture
from dispatch.queries.figures.words import label_of, short_delay, table_name

#: Bars of one chart; the table beside it has more, the file all.
MOST_BARS = 12
_WORDS: Mapping[str, tuple[str, str]] = {
    "months": ("Mois après mois", "Month by month"),
    "delays": (
        "Délai de clôture par service, en jours ouvrés",
        "Time to closing by service, in working days",
    ),
    "became": ("\u00a0: où en sont les demandes reçues", ": what became of what was received"),
    "received": ("reçues", "received"),
    "of_these_closed": ("dont closes", "of these, closed"),
    "closed": ("closes", "closed"),
    "open": ("ouvertes", "open"),
    "late": ("en retard", "late"),
    "half": ("la moitié en moins de", "half within"),
    "most": ("9 sur 10 en moins de", "9 of 10 within"),
    "table": (
        "Tous les nombres sont dans le tableau qui suit.",
        "All the numbers are in the table that follows.",
    ),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What a chart shows of one service, building, month…: delays in opening hours."""

    label: str
    received: int
    closed: int
    late: int
    half: float | None = None
    most: float | None = None


def bar_of(table: str, row: Row, locale: str) -> Bar:
    """A row of the figures as a bar."""
    half, most = row.figure("closing_median").value, row.figure("closing_most").value
    return Bar(
        label_of(table, row.key, row.label, locale),
        row.received,
        row.count("closed"),
        row.count("still_late"),
        float(half) if half is not None else None,
        float(most) if most is not None else None,
    )


def months_picture(rows: Sequence[Bar], locale: str) -> Picture | None:
    """Received from month to month, and how many of them are closed; None for fewer than two months."""
    if len(rows) < 2:
        return None
    colon = ":" if locale == "en" else "\u00a0:"
    first, last, most = rows[0], rows[-1], max(rows, key=lambda row: row.received)
    received, closed = _said("received", locale), _said("closed", locale)
    told = ("; " if locale == "en" else "\u00a0; ").join(
        f"{row.label}{colon} {row.received} {received}, {row.closed} {closed}"
        for row in dict.fromkeys((first, most, last))
    )
    return lines(
        Said("chart-month", _said("months", locale), f"{told}. {_said('table', locale)}"),
        [row.label for row in rows],
        (_said("received", locale), [row.received for row in rows]),
        (_said("of_these_closed", locale), [row.closed for row in rows]),
    )


def share_picture(table: str, rows: Sequence[Bar], locale: str) -> Picture | None:
    """What became of the requests of each row; None without any."""
    shown = rows[:MOST_BARS]
    if not shown:
        return None
    late = _said("late", locale)
    parts = [
        Parts(
            row.label,
            (row.closed, row.received - row.closed - row.late, row.late),
            f"{row.received} · {row.late} {late}" if row.late else str(row.received),
        )
        for row in shown
    ]
    told = ", ".join(f"{row.label} {row.received}" for row in shown[:3])
    name = f"{table_name(table, locale)}{_said('became', locale)}"
    description = f"{told}. {_said('table', locale)}"
    keys = [_said(key, locale) for key in ("closed", "open", "late")]
    return bars(Said(f"chart-{table}", name, description), keys, parts)


def delays_picture(rows: Sequence[Bar], locale: str, hours_a_day: float) -> Picture | None:
    """How long it took until requests were closed, by service; None when none was."""
    found = [
        Span(
            row.label,
            row.half,
            row.most,
            f"{short_delay(row.half, locale, hours_a_day=hours_a_day)} · "
            f"{short_delay(row.most, locale, hours_a_day=hours_a_day)}",
        )
        for row in rows[:MOST_BARS]
        if row.half is not None and row.most is not None
    ]
    if not found:
        return None
    told = ", ".join(f"{row.label} {row.shown.partition(' · ')[0]}" for row in found[:3])
    said = Said("chart-delays", _said("delays", locale), f"{told}. {_said('table', locale)}")
    return spans(said, (_said("half", locale), _said("most", locale)), found)


def _said(name: str, locale: str) -> str:
    return _WORDS[name][locale == "en"]
