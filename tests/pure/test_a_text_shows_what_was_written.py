"""A text message has room for the words alone: what handed them on, and what signed them, is left out."""

from __future__ import annotations

from dispatch.letters.filters import said_shortly
from intake.mail.reply.gist import gist
from tests.rows import in_rows

FORWARDED = """Bonjour, à vous de traiter.

---------- Message transféré ----------
De : Pierre Guillou <p.guillou@example.fr>
Date: lun. 30 nov. 2026 à 07:12
Subject: lampadaire
To: <mairie@kerlan.example.fr>

Le lampadaire 124 rue de Brest est éteint.
"""


@in_rows(
    ("text", "said"),
    [
        ("Le lampadaire clignote\n\nEnvoyé de mon iPhone", "Le lampadaire clignote"),
        ("Le trottoir est défoncé.\n\nCordialement", "Le trottoir est défoncé."),
        ("Un trou.\n\nCordialement,\nJean Madec", "Un trou."),
        (FORWARDED, "Bonjour, à vous de traiter.\n\n\nLe lampadaire 124 rue de Brest est éteint."),
        # Nothing else is left: it is shown as it came.
        ("Cordialement", "Cordialement"),
        ("Envoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("", ""),
    ],
)
def test_what_says_nothing_takes_no_room(text: str, said: str) -> None:
    assert gist(text).strip() == said


def test_a_text_ends_its_sentence_before_it_says_who_wrote() -> None:
    assert (
        said_shortly("Un fil électrique pend rue de Brest", "", 120) == "Un fil électrique pend rue de Brest."
    )
    assert said_shortly(FORWARDED, "Fwd: lampadaire").endswith("rue de Brest est éteint.")
