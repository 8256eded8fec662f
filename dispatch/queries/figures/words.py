"""Figures in words, in French and English: their names, and how a number of each unit is written."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dispatch.queries.figures.counted import Figure
from dispatch.queries.figures.money import money

_NAMES: dict[str, tuple[str, str]] = {
    "open": ("Demandes ouvertes", "Open requests"),
    "oldest": ("La plus ancienne ouverte, reçue le", "Oldest open one, received on"),
    "late": ("En retard", "Late"),
    "unassigned": ("Confiées à personne", "Nobody has them"),
    "received": ("Reçues", "Received"),
    "still_open": ("Encore ouvertes", "Still open"),
    "still_late": ("Dont en retard", "Of these, late"),
    "closed": ("Closes", "Closed"),
    "answer_median": ("Première réponse humaine, la moitié en moins de", "First human answer, half within"),
    "answer_most": ("Première réponse humaine, 9 sur 10 en moins de", "First human answer, 9 of 10 within"),
    "closing_median": ("Clôture, la moitié en moins de", "Closing, half within"),
    "closing_most": ("Clôture, 9 sur 10 en moins de", "Closing, 9 of 10 within"),
    "in_time": ("Closes dans le délai", "Closed by their due date"),
    "out_of_time": ("Hors délai", "Past their due date"),
    "rerouted": ("Changées de service", "Given to another service"),
    "reopened": ("Rouvertes", "Reopened"),
    "merged": ("Réunies à une autre", "Joined to another"),
    "satisfaction": ("Satisfaction", "Satisfaction"),
    "erased": ("Effacées depuis, comptées seulement", "Erased since, only counted"),
    "texts": ("SMS envoyés", "Text messages sent"),
    "texts_cost": ("Coût des SMS", "Cost of text messages"),
}
_TABLES: dict[str, tuple[str, str]] = {
    "service": ("Par service", "By service"),
    "building": ("Par bâtiment", "By building"),
    "type": ("Par type", "By type"),
    "quarter": ("Par quartier", "By quarter"),
    "channel": ("Par canal", "By channel"),
    "origin": ("Par origine", "By origin"),
    "month": ("Par mois", "By month"),
    "agent": ("Par agent", "By agent"),
}
_KEYS: dict[str, tuple[str, str]] = {
    "email": ("courriel", "email"),
    "sms": ("SMS", "text message"),
    "telephone": ("téléphone", "telephone"),
    "counter": ("guichet", "counter"),
    "paper": ("lettre", "letter"),
    "social": ("réseau social", "social network"),
    "api": ("logiciel", "program"),
    "open311": ("Open311", "Open311"),
    "": ("(aucun)", "(none)"),
}
_MONTHS = (
    ("janv.", "Jan"), ("févr.", "Feb"), ("mars", "Mar"), ("avr.", "Apr"), ("mai", "May"), ("juin", "Jun"),
    ("juil.", "Jul"), ("août", "Aug"), ("sept.", "Sep"), ("oct.", "Oct"), ("nov.", "Nov"), ("déc.", "Dec"),
)  # fmt: skip
#: Written out, as in a sentence.
_WHOLE_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"),
    ("octobre", "October"), ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip
_NBSP, _THIN = "\u00a0", "\u202f"
#: Rises with the number it stands for.
_SPARKS = "▁▂▃▄▅▆▇█"


def _said(words: tuple[str, str], locale: str) -> str:
    return words[1] if locale == "en" else words[0]


def name_of(figure: str, locale: str) -> str:
    """What a figure is called. Raises KeyError for one there is not."""
    return _said(_NAMES[figure], locale)


def table_name(table: str, locale: str) -> str:
    """`Par service`, `By service`."""
    return _said(_TABLES[table], locale)


def row_name(table: str, locale: str) -> str:
    """What each row of a table is: `Service`, `Mois`."""
    return table_name(table, locale).partition(" ")[2].capitalize()


def label_of(table: str, key: str, label: str, locale: str) -> str:
    """What a row is called: `nov. 2026`, `téléphone`, the name of a service; `(aucun)` for none."""
    if table == "month":
        year, month = key.split("-")
        return f"{_said(_MONTHS[int(month) - 1], locale)} {year}"
    if key == "" or (table in ("channel", "origin") and key in _KEYS):
        return _said(_KEYS[key], locale)
    return label or key


def value_of(figure: Figure, locale: str, *, hours_a_day: float, currency: str = "EUR") -> str:
    """`1 234`, `2 h 30`, `3,5 jours ouvrés`, `87 %`, `4,2 / 5`, `12,40 €`; a dash for nothing."""
    value = figure.value
    if value is None:
        return "–"
    if isinstance(value, str):
        return day_of(date.fromisoformat(value), locale)
    match figure.unit:
        case "hours":
            return delay(value, locale, hours_a_day=hours_a_day)
        case "share":
            return f"{round(value * 100)}%" if locale == "en" else f"{round(value * 100)}{_NBSP}%"
        case "mark":
            return f"{_number(value, 1, locale)} / 5"
        case "money":
            return money(value, currency, locale)
        case _:
            return _number(value, 0, locale)


def delay(hours: float, locale: str, *, hours_a_day: float) -> str:
    """Opening hours as people say them: minutes and hours within a working day, working days beyond."""
    if hours >= hours_a_day:
        days = _number(hours / hours_a_day, 1, locale)
        if locale == "en":
            return f"{days} working days"
        # The French plural begins at two: « 1,9 jour ouvré ».
        return f"{days}{_NBSP}{'jour ouvré' if round(hours / hours_a_day, 1) < 2 else 'jours ouvrés'}"
    whole, minutes = divmod(round(hours * 60), 60)
    if not whole:
        return f"{minutes}{_NBSP}min"
    return f"{whole}{_NBSP}h{_NBSP}{minutes:02d}" if minutes else f"{whole}{_NBSP}h"


def short_delay(hours: float, locale: str, *, hours_a_day: float) -> str:
    """`2 h 30`, `3,5 j`: as `delay`, where there is little room."""
    if hours < hours_a_day:
        return delay(hours, locale, hours_a_day=hours_a_day)
    return f"{_number(hours / hours_a_day, 1, locale)}{_NBSP}{'d' if locale == 'en' else 'j'}"


def day_of(day: date, locale: str) -> str:
    """`27/11/2026`, `27 Nov 2026`."""
    if locale == "en":
        return f"{day.day} {_MONTHS[day.month - 1][1]} {day.year}"
    return f"{day:%d/%m/%Y}"


def period_of(since: date, until: date, locale: str) -> str:
    """`du 01/12/2025 au 27/11/2026`; a whole month by its name, `en novembre 2026`."""
    last = since.replace(day=monthrange(since.year, since.month)[1])
    if since.day == 1 and until == last:
        return f"{_said(('en', 'in'), locale)} {_said(_WHOLE_MONTHS[since.month - 1], locale)} {since.year}"
    if locale == "en":
        return f"from {day_of(since, locale)} to {day_of(until, locale)}"
    return f"du {day_of(since, locale)} au {day_of(until, locale)}"


def bar(value: float, most: float, width: int) -> str:
    """A bar of blocks, `width` characters long for `most`; never empty for a number above 0."""
    if value <= 0 or most <= 0:
        return ""
    eighths = max(1, round(value / most * width * 8))
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


def sparkline(values: list[int]) -> str:
    """One character for each number, the higher the more."""
    most = max(values, default=0)
    if most <= 0:
        return _SPARKS[0] * len(values)
    return "".join(_SPARKS[min(7, value * 8 // (most + 1))] for value in values)


def _number(value: float, digits: int, locale: str) -> str:
    written = f"{value:,.{digits}f}"
    return written if locale == "en" else written.replace(",", _THIN).replace(".", ",")
