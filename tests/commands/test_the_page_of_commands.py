"""docs/commands.md says what the commands do, all of it and nothing else."""

from __future__ import annotations

from pathlib import Path

from cli.manual.commands_page import commands_page

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == commands_page(), (
        "run: python -m cli.manual.commands_page > docs/commands.md"
    )


def test_every_command_and_option_is_explained() -> None:
    unexplained = [
        line
        for line in commands_page().splitlines()
        if line.startswith("- `") and line.rstrip().endswith("`:")
    ]
    assert unexplained == []
