"""Examples of the letter that says a message has become a request."""

from __future__ import annotations

from datetime import date

from dispatch.letters.examples.requests import RECEIVED
from dispatch.notices.details import Acknowledgement, Details

ACKNOWLEDGEMENTS: tuple[Details, ...] = (
    Acknowledgement(received_at=RECEIVED),
    Acknowledgement(received_at=RECEIVED, plain=True),
    Acknowledgement(received_at=RECEIVED, known_already=True),
    Acknowledgement(received_at=RECEIVED, may_ask_data=True),
    Acknowledgement(
        received_at=RECEIVED,
        questions=("À quelle adresse ?", "Depuis quand ?"),
        missing_by=date(2026, 11, 18),
        silence="acceptance",
        silence_on=date(2027, 1, 3),
        paragraph="Le service passe le mardi et le jeudi.",
        upload_url="https://ville.test/depot/abcd",
    ),
    *(
        Acknowledgement(received_at=RECEIVED, no_words=why)
        for why in ("encrypted", "pictures", "files", "empty")
    ),
    Acknowledgement(
        received_at=RECEIVED,
        questions=("À quelle date ?",),
        missing_by=date(2026, 11, 18),
        silence="rejection",
        silence_on=date(2027, 1, 3),
        remedies="Vous aurez alors deux mois pour saisir le tribunal administratif.",
    ),
)
