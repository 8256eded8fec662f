"""What a command refused is traced too: who typed which command, and nothing of what was typed with it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import typer

from models.errors import GuichetError, UserError

#: Longest subject of a line of the access log.
_MOST = 64


def trace_refusal(context: typer.Context) -> None:
    """Called when a command ends: writes a line when it ends with a sentence for whoever typed it, after it
    had begun to look at a town. A log that cannot be written now takes nothing from the sentence.
    """
    opening = context.obj
    if isinstance(sys.exception(), UserError) and "office" in vars(opening):
        with suppress(GuichetError):
            opening.office.require_file()
            command = " ".join(names_in(context, sys.argv[1:]))
            opening.office.looked("refuse", f"command:{command}"[:_MOST])


def names_in(context: typer.Context, typed: Sequence[str]) -> list[str]:
    """Which command was typed, `people show`, without its options and what else stands beside it."""
    found: list[str] = []
    group: Any = context.command
    for word in typed:
        if not hasattr(group, "get_command"):
            break
        inner = None if word.startswith("-") else group.get_command(context, word)
        if inner is not None:
            found.append(word)
            group = inner
    return found
