"""Examples of what notices say of an incident that many report, in French as an agent reads them."""

from __future__ import annotations

from dispatch.letters.examples.requests import RECEIVED
from dispatch.notices.details import AnswerWaits
from dispatch.notices.done import AlsoReported, Given, IncidentGrew, OneMatter, OneReport

_LAMP = "Lampadaire cassé rue des Écoles"
ALSO = (
    Given(
        also=AlsoReported(
            reference="2026-00041", subject=_LAMP, created_at=RECEIVED, place="street", others=3
        )
    ),
    Given(
        also=AlsoReported(reference="2026-00041", subject=_LAMP, created_at=RECEIVED, place="near", others=2)
    ),
    Given(also=AlsoReported(reference="2026-00041", service="Voirie", created_at=RECEIVED, place="building")),
    Given(
        matters=(
            OneMatter(words=_LAMP, service="Voirie"),
            OneMatter(words="Inscrire ma fille à la cantine", service="Vie scolaire"),
        )
    ),
)
_LATEST = (
    OneReport(reference="2026-00060", subject="Plus de lumière devant l’école"),
    OneReport(reference="2026-00059", subject=_LAMP),
)
GREW = (
    IncidentGrew(others=50, waiting=50, latest=_LATEST),
    IncidentGrew(others=2, waiting=1, latest=_LATEST),
    IncidentGrew(others=1, latest=_LATEST[:1]),
)
WAITS = (
    AnswerWaits(text="Bonjour Madame,\nNous passons demain.", seconds=120, first=True),
    AnswerWaits(text="Bonjour Madame,\nC’est réparé.", seconds=30, state="terminée"),
    AnswerWaits(text="Bonjour Madame", seconds=30, others=1),
    AnswerWaits(text="Nous passons demain.", seconds=30, others=14),
    AnswerWaits(text="Nous passons demain.", seconds=120, staying=("Plan de la rue.docx",)),
    AnswerWaits(text="Nous passons demain.", seconds=120, staying=("Plan.docx", "Ouverture du portail.mp4")),
)
