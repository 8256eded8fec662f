"""`guichet sms preview`: what a text will cost is known before it is sent."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from cli.office import Opening
from cli.records.texting.text_preview import app

_NOTICE = "Votre demande 2026-00042 a été reçue. L’agent chargé de la voirie vous répondra dès que possible."


def _previewed(*arguments: str) -> dict[str, object]:
    answer = CliRunner().invoke(app, [*arguments, "--json"], obj=Opening(None))
    assert answer.exit_code == 0
    shown: dict[str, object] = json.loads(answer.stdout)
    return shown


def test_a_text_is_shown_as_it_would_travel_with_what_replacing_saves() -> None:
    shown = _previewed(_NOTICE)
    assert (shown["encoding"], shown["segments"], shown["cost"]) == ("GSM-7", 1, "0,0798\u00a0€")
    assert shown["as_written"] == "UCS-2, 2 segment(s): 1 saved by replacing"
    assert "recue. L'agent" in str(shown["parts"])


def test_a_text_as_it_is_names_what_makes_it_dear() -> None:
    shown = _previewed(_NOTICE, "--as-is")
    assert (shown["encoding"], shown["segments"], shown["forces_ucs2"]) == ("UCS-2", 2, "'ç' '’'")


def test_a_text_that_is_too_long_is_shown_cut() -> None:
    shown = _previewed("mot " * 300)
    assert shown["segments"] == 3
    assert "3 segments" in str(shown["cut"])


def test_a_landline_is_named_as_one_that_is_never_texted() -> None:
    assert "never texted" in str(_previewed("x", "--to", "01 99 00 00 01")["number"])
    assert "can be texted" in str(_previewed("x", "--to", "06 39 98 00 12")["number"])


def test_escape_sequences_never_reach_the_terminal() -> None:
    assert "\x1b" not in CliRunner().invoke(app, ["rouge \x1b[31m"], obj=Opening(None)).stdout
