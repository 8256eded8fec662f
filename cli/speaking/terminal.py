"""The terminal, speaking the language of whoever typed the command."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.speaking.language import language
from cli.speaking.translate import in_english, in_french
from cli.speaking.words import heading


class Spoken(Console):
    """A console whose sentences and titles of tables are translated as they leave; cells stay as they are."""

    def print(self, *objects: Any, **options: Any) -> None:
        """As `Console.print`."""
        super().print(*map(_spoken_english if language() == "en" else _spoken, objects), **options)


def _spoken_english(shown: Any) -> Any:
    if isinstance(shown, str):
        return in_english(shown)
    if isinstance(shown, Text) and not shown.spans:
        return Text(in_english(shown.plain), style=shown.style)
    return shown


def _spoken(shown: Any) -> Any:
    if isinstance(shown, str):
        return in_french(shown)
    if isinstance(shown, Text) and not shown.spans:
        return Text(_after_sign(shown.plain), style=shown.style)
    if isinstance(shown, Table):
        for column in shown.columns:
            if isinstance(column.header, str):
                column.header = heading(column.header)
    return shown


def _after_sign(text: str) -> str:
    """A finding begins with its sign, or is set in: `✗ …`, `    …`."""
    bare = text.lstrip(" ✓!✗")
    return text[: len(text) - len(bare)] + in_french(bare) if bare != text else in_french(text)
