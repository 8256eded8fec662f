"""Examples of what notices list, in French as an agent reads them."""

from __future__ import annotations

from dispatch.letters.examples.requests import DUE, RECEIVED
from dispatch.notices import details, listed

LISTED = (
    details.ListedRequest(
        reference="2026-00042",
        subject="Lampadaire cassé rue des Écoles",
        state="nouvelle",
        state_kind="new",
        service="Voirie",
        created_at=RECEIVED,
        due_at=DUE,
    ),
    details.ListedRequest(
        reference="2026-00017", subject="Nid-de-poule", state="planifiée", due_at=RECEIVED, overdue=True
    ),
)
WORK = (
    listed.WorkItem(
        request_id=17,
        reference="2026-00017",
        subject="Nid-de-poule rue des Écoles",
        workflow="default",
        state="taken",
        state_label="prise en charge",
        created_at=RECEIVED,
        due_at=DUE,
        overdue=True,
        words="Bonjour, il y a un trou devant le 12.",
        answers=("planifié", "terminé"),
        answers_to="demandes+abcdefghijkmnpqrstuvwxyz2345@ville.test",
    ),
    listed.WorkItem(
        request_id=42,
        reference="2026-00042",
        subject="Lampadaire cassé",
        workflow="default",
        state="new",
        state_label="nouvelle",
        created_at=RECEIVED,
        holder="Marc Durand",
    ),
)
HELD = (
    listed.HeldMessage(
        inbound=12,
        reason="la règle « fournisseurs » le retient",
        sender="ventes@example.org",
        subject="Nos offres de novembre",
        received_at=RECEIVED,
    ),
    listed.HeldMessage(inbound=13, reason="paraît automatique"),
)
