"""How the doctor tells what it found: a sign, a sentence, and what to do; one room never stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable

import typer
from rich.text import Text

from cli.present import brief, console, failure
from models.errors import GuichetError

_SIGNS = {"ok": "✓", "warning": "!", "error": "✗"}
_STYLES = {"ok": "green", "warning": "yellow", "error": "bold red"}


def is_well(look: Callable[[], None]) -> bool:
    """Whether `look` finds nothing wrong. What cannot be looked at to its end says so and keeps nothing else
    from being looked at; a mistake of ours is raised when it is asked for.
    """
    try:
        look()
    except typer.Exit as ended:
        return not ended.exit_code
    except GuichetError as stopped:
        say_found("error", stopped.public, "" if stopped.private == stopped.public else stopped.private)
        return False
    except Exception as stopped:  # whatever it is, the other rooms are looked at
        if os.environ.get("GUICHET_TRACE"):
            raise
        say_found("error", failure(stopped))
        return False
    return True


def say_found(level: str, sentence: str, advice: str = "", indent: str = "") -> None:
    """One finding: its sign and sentence, what to do below."""
    console().print(Text(f"{indent}{_SIGNS[level]} {brief(sentence)}", style=_STYLES[level]))
    if advice:
        console().print(Text(f"{indent}    {brief(advice)}"))
