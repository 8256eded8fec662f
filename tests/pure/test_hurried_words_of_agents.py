"""How agents in a hurry write what they did: read as if it had been written out, and a trap stays one."""

from __future__ import annotations

import pytest

from dispatch.notices.why.became import why_it_became
from tests.staff_words import TODAY, act, read


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ("g changé l'ampoule ce matin", "done"),
        ("g réparé", "done"),
        ("Réparé il y a 5 minutes", "done"),
        ("Fait il y a deux jours", "done"),
        ("A refuser, c'est de la pub.", None),
        ("pas fé", None),
        ("g pas fini", None),
        ("g pas eu le temps", None),
        ("g vu la dame", None),
        ("g le camion jeudi", None),
        ("Prévu il y a deux jours", None),
        ("il y a deux jours que j'attends", None),
        ("publicité, à classer", "spam"),
        ("le panneau publicité est tombé", None),
        ("la dame dit que c'est un spam", None),
    ],
)
def test_what_is_shortened_is_read_whole(said: str, does: str | None) -> None:
    assert act(read(said, TODAY)) == does


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("take: already there", "prise en charge\u00a0: c’est déjà le cas"),
        ("plan: date missing", "planification\u00a0: il faut un jour"),
        ("service: it was so already", "service\u00a0: c’était déjà le cas"),
        (
            "nothing was done of several orders: already there",
            "rien n’est fait de plusieurs ordres\u00a0: c’est déjà le cas",
        ),
    ],
)
def test_what_became_of_them_is_said_in_french(noted: str, said: str) -> None:
    assert why_it_became(noted, "fr") == said
