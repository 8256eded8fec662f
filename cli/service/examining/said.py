"""What a look at something found, said on the terminal: a sign, a sentence, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from cli.present import brief, console, failure, print_facts, safe
from cli.speaking.translate import say
from cli.speaking.words import colon, heading, value
from models.errors import GuichetError

if TYPE_CHECKING:
    from cli.service.doctor_rooms import Seen
    from cli.service.examining.sms_findings import Finding as Named
    from intake.doors.imap.doctor import Finding

_SIGNS = {"ok": "✓", "warning": "!", "error": "✗"}
_STYLES = {"ok": "green", "warning": "yellow", "error": "bold red"}


def show(*rooms: Callable[[], Iterable[Seen]]) -> None:
    """Print what is seen in each room; exit 1 when something is wrong in one."""
    well = [is_well(partial(look_into, room)) for room in rooms]
    if not all(well):
        raise typer.Exit(1)


def look_into(room: Callable[[], Iterable[Seen | Finding]], indent: str = "") -> None:
    """Print what is seen in one room; exit 1 when something is wrong there."""
    wrong = False
    for each in room():
        wrong = wrong or each.level == "error"
        say_found(each.level, each.sentence, each.advice, indent)
    if wrong:
        raise typer.Exit(1)


def show_findings(findings: Sequence[Named]) -> None:
    """Print what was found under the name of each thing; exit 1 when something is wrong with one."""
    print_facts((say(each.name), value(each.name, say(each.finding))) for each in findings)
    wrong = [each for each in findings if each.advice]
    for each in wrong:
        advice = f"{heading(say(each.name))}{colon()}{safe(say(each.advice))}"
        console().print(Text(advice, style="bold red"))
    if wrong:
        raise typer.Exit(1)
    console().print("[bold green]Nothing wrong was found.[/bold green]")


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
    """Print one finding, with what to do about it."""
    console().print(Text(f"{indent}{_SIGNS[level]} {brief(sentence)}", style=_STYLES[level]))
    if advice:
        console().print(Text(f"{indent}    {brief(advice)}"))
