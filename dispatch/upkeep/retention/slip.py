"""The bordereau d'élimination: what is to be erased, by kind, with its dates, volume and rule (pure)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

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
    "fr": ("Demandes sans modèle", "{} ans après clôture", "Élimination", "Élimination après tri"),
    "en": ("Requests without a type", "{} years after closing", "Destruction", "Destruction after selection"),
}


def untyped_name(locale: str) -> str:
    """What requests without a type are called."""
    return _WORDS[_language(locale)][0]


def _language(locale: str) -> str:
    return locale if locale in _HEADS else "en"


def slip(due: Sequence[Due], locale: str, label: Callable[[str], str], service: Callable[[str], str]) -> str:
    """CSV for the departmental archives to sign, one line for each kind of request and service.

    `label` and `service` give the names of types and services by their keys.
    """
    language = _language(locale)
    untyped, rule, fate, after_choice = _WORDS[language]
    groups: dict[tuple[str, str, int, str], list[Due]] = {}
    for each in due:
        groups.setdefault((each.request_type, each.service, each.years, each.fate), []).append(each)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "fr" else ",", lineterminator="\n")
    writer.writerow(_HEADS[language])
    for (kind, place, years, wanted), members in sorted(groups.items()):
        writer.writerow(
            (
                label(kind) if kind else untyped,
                service(place) if place else "",
                min(each.created_at for each in members).date().isoformat(),
                max(each.closed_at for each in members).date().isoformat(),
                len(members),
                sum(each.files for each in members),
                sum(each.files_bytes for each in members),
                rule.format(years),
                after_choice if wanted == "select" else fate,
            )
        )
    return out.getvalue()
