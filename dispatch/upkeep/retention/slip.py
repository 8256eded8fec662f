"""The bordereau d'élimination: what is to be erased, by kind, with its dates, volume and rule (pure)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import tzinfo

from dispatch.upkeep.retention.due import Due

_HEADS = {
    "fr": (
        "Nature des documents", "Service producteur", "Date extrême la plus ancienne",
        "Date extrême la plus récente", "Nombre de demandes", "Nombre de fichiers", "Volume (octets)",
        "Durée d’utilité administrative", "Sort final",
    ),
    "en": (
        "Kind of records", "Service", "Oldest date", "Latest date", "Requests", "Files", "Volume (octets)",
        "Kept for", "Fate",
    ),
}  # fmt: skip
_WORDS = {
    "fr": ("Demandes sans modèle", "{} an{} après clôture", "Élimination", "Élimination après tri"),
    "en": (
        "Requests without a type",
        "{} year{} after closing",
        "Destruction",
        "Destruction after selection",
    ),
}


def untyped_name(locale: str) -> str:
    """What requests without a type are called."""
    return _WORDS[_language(locale)][0]


def _language(locale: str) -> str:
    return locale if locale in _HEADS else "en"


def rows_of(
    due: Sequence[Due],
    locale: str,
    label: Callable[[str], str],
    service: Callable[[str], str],
    zone: tzinfo,
) -> list[tuple[str, ...]]:
    """The heads, then one line for each kind of request and service.

    `label` and `service` give the names of types and services by their keys; days are those of the clock of
    `zone`, the town's.
    """
    language = _language(locale)
    untyped, rule, fate, after_choice = _WORDS[language]
    groups: dict[tuple[str, str, int, str], list[Due]] = {}
    for each in due:
        groups.setdefault((each.request_type, each.service, each.years, each.fate), []).append(each)
    return [
        _HEADS[language],
        *(
            (
                label(kind) if kind else untyped,
                service(place) if place else "",
                min(each.created_at for each in members).astimezone(zone).date().isoformat(),
                max(each.closed_at for each in members).astimezone(zone).date().isoformat(),
                str(len(members)),
                str(sum(each.files for each in members)),
                str(sum(each.files_bytes for each in members)),
                rule.format(years, "s" if years > 1 else ""),
                after_choice if wanted == "select" else fate,
            )
            for (kind, place, years, wanted), members in sorted(groups.items())
        ),
    ]


def as_csv(rows: Sequence[Sequence[str]], locale: str) -> bytes:
    """UTF-8 with the mark by which a spreadsheet knows it; semicolons in French."""
    out = io.StringIO()
    csv.writer(out, delimiter=";" if locale == "fr" else ",", lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
