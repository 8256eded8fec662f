"""The requests of the example letters: one with everything, one with hardly anything."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.letters.view import RequestView, ServiceView, TownView
from dispatch.notices.catalogue import Notice

RECEIVED = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
#: A town hall that says everything of itself.
TOWN = TownView(
    hall="Mairie de Saint-Exemple",
    name="Saint-Exemple",
    phone="+33199001000",
    emergency_phone="+33199001099",
    email="mairie@ville.test",
    postal_address="1 place de la Mairie, 00000 Saint-Exemple",
    website="https://ville.test",
    signature="La mairie de Saint-Exemple",
    reply_address="demandes@ville.test",
)


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


def page_of(notice: Notice) -> str:
    """Where the reader of a notice sees the request in a browser; '' for what has no such page."""
    if not notice.needs_request or notice.reply is None:
        return ""
    path = "suivi/abcdefghijkmnpqrstuvwxyz2345" if notice.audience == "requester" else "demandes/2026-00042"
    return f"https://ville.test/{path}"
