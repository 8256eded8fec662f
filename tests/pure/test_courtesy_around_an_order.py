"""Courtesy takes nothing from an order line, and no words that mean something pass for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from intake.words.staff.courtesy import without_courtesy
from intake.words.staff.lines import read_lines
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from tests.desk import sample

NAMES = frozenset(["odile", "marc", "durand"])


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("viser, merci Odile", "viser"),
        ("Viser 12. Merci beaucoup !", "Viser 12"),
        ("ok, réunir", "réunir"),
        ("Parfait : viser, merci Marc Durand", "viser"),
        ("approve, thanks", "approve"),
        ("merci", "merci"),
        ("ok", "ok"),
        ("viser, merci de corriger l'heure", "viser, merci de corriger l'heure"),
        ("viser, merci pour la date", "viser, merci pour la date"),
        ("merci, viser", "merci, viser"),
    ],
)
def test_only_assent_before_and_thanks_to_colleagues_behind_are_taken_off(line: str, bare: str) -> None:
    assert without_courtesy(line, NAMES) == bare


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("viser, merci Marc", ["visa"]),
        ("ok, viser 3", ["visa"]),
        ("réunir, merci", ["join"]),
        ("réponse 3 merci", ["canned"]),
        ("viser, merci de revoir l'heure", []),
        ("viser si Marc est d'accord, merci", []),
    ],
)
def test_a_polite_line_orders_what_the_bare_one_does(line: str, kinds: Sequence[str]) -> None:
    lines = read_lines(line, DEFAULT_WORKFLOW, organisation=sample())
    found = lines.orders if lines is not None and not lines.wrong else ()
    assert [order.kind for order in found] == list(kinds)
