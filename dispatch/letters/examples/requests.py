"""The requests of the example letters: one with everything, one with hardly anything."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.letters.view import RequestView, ServiceView

RECEIVED = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)


def full_request() -> RequestView:
    return RequestView(
        reference="2026-00042",
        subject="Lampadaire cassé rue des Écoles",
        state="nouvelle",
        state_kind="new",
        service=ServiceView(
            name="Voirie et éclairage public",
            phone="+33199001020",
            email="voirie@ville.test",
            postal_address="1 place de la Mairie, 00000 Saint-Exemple",
        ),
        requester="Jeanne Petit",
        requester_contact="jeanne.petit@example.org",
        created_at=RECEIVED,
        building="École Jules Ferry",
        building_address="14 rue des Écoles",
        assignee="Léa Fontaine",
        request_type="Éclairage public",
        due_at=DUE,
        priority="urgent",
        tags=("sécurité", "école"),
        requester_is_elected=True,
        told_phone="+33639980012",
        linked=("2026-00038",),
        can_reopen=True,
        map_url="https://www.openstreetmap.org/?mlat=47.40350&mlon=0.68420#map=18/47.40350/0.68420",
    )


def bare_request(locale: str) -> RequestView:
    return RequestView(
        reference="2026-00042",
        subject="(no subject)" if locale == "en" else "(sans objet)",
        state="nouvelle",
        state_kind="new",
        service=ServiceView(name=""),
        requester="",
        requester_contact="",
        created_at=RECEIVED,
    )
