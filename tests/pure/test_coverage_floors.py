"""The floors of coverage: what is below is said, and a floor only ever rises."""

from __future__ import annotations

import tomllib
from typing import Any

from tests.coverage_floors import PROJECT, ROOT, below, measured, raised


def _file(statements: int, covered: int, branches: int = 0, taken: int = 0) -> dict[str, Any]:
    return {
        "summary": {
            "num_statements": statements,
            "covered_lines": covered,
            "num_branches": branches,
            "covered_branches": taken,
        }
    }


REPORT = {
    "files": {
        "intake/mail/parse.py": _file(60, 60, 40, 30),
        "intake/mailbox.py": _file(100, 0),
        "dispatch/rules/route.py": _file(10, 5),
    }
}


def test_lines_and_branches_of_a_place_are_counted_together() -> None:
    assert measured(REPORT, ["intake/mail", "dispatch", "nothing"]) == {
        "intake/mail": 90.0,
        "dispatch": 50.0,
        "nothing": 0.0,
    }


def test_only_what_stands_below_its_floor_is_said() -> None:
    found = measured(REPORT, ["intake/mail", "dispatch"])
    assert below(found, {"intake/mail": 90, "dispatch": 51}) == [
        "dispatch: 50.0 % of lines and branches are tried; the floor is 51 %."
    ]


def test_a_floor_rises_to_what_stands_and_never_sinks() -> None:
    text = (
        'a = 1\n\n[tool.guichet.coverage_floors]\n"intake/mail" = 80\n"dispatch" = '
        '60\n\n[tool.other]\n"dispatch" = 1\n'
    )
    after = tomllib.loads(raised(text, {"intake/mail": 90.9, "dispatch": 50.0}))
    assert after["tool"]["guichet"]["coverage_floors"] == {"intake/mail": 90, "dispatch": 60}
    assert after["tool"]["other"] == {"dispatch": 1}


def test_every_layer_has_a_floor() -> None:
    floors = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["guichet"]["coverage_floors"]
    assert {"cli", "dispatch", "intake", "models"} <= set(floors)
    assert all((ROOT / place).is_dir() for place in floors)
