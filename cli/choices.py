"""An option that takes one word of a closed list: its key, or the word that people read in the lists."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import typer


def one_of(words: type[StrEnum], column: str) -> dict[str, Any]:
    """What `typer.Option` needs to take one of `words`: typed as its key in every language, or in French as
    it is shown under the title `column`, in any case and without accents too.
    """
    return {
        "metavar": f"<{'|'.join(words)}>",
        "parser": _reader(words, column),
        "autocompletion": lambda incomplete: _beginning(words, column, incomplete),
    }


def _reader(words: type[StrEnum], column: str) -> Callable[[str], StrEnum]:
    def read(typed: str) -> StrEnum:
        from cli.present import safe
        from cli.speaking.words import key_of, value

        key = key_of(column, str(typed))
        if key in set(words):
            return words(key)
        there_are = ", ".join(f"'{value(column, each)}'" for each in words)
        raise typer.BadParameter(f"'{safe(typed[:60])}' is not one of {there_are}.")

    return read


def _beginning(words: type[StrEnum], column: str, incomplete: str) -> list[str]:
    """Words that go on from what is typed so far, for the shell."""
    from cli.speaking.words import value

    shown = {each: value(column, each).lower() for each in words}
    return [said for key, said in shown.items() if key.startswith(incomplete) or said.startswith(incomplete)]
