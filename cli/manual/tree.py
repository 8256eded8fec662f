"""Every command with its usage, help and options, as the pages about them need it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from cli.main import app

_HIDDEN = {"help", "install_completion", "show_completion"}


@dataclass(frozen=True, slots=True)
class Described:
    """A command, or a group of commands."""

    #: As it is typed: `guichet requests list`.
    title: str
    #: What follows the title: `[OPTIONS] REFERENCE`.
    usage: str
    help: str
    #: Each option or argument with what it is for.
    parameters: tuple[tuple[str, str], ...]
    #: What a group is made of.
    commands: tuple[Described, ...] = ()


def described() -> Described:
    """`guichet` itself, with everything below it in the order of the help."""
    # Typer keeps the classes of its commands to itself: Any.
    root: Any = typer.main.get_command(app)
    return _described(root, "guichet", None)


def _described(found: Any, title: str, parent: Any) -> Described:
    context = found.context_class(found, info_name=title.rpartition(" ")[2], parent=parent)
    inner = found.list_commands(context) if hasattr(found, "list_commands") else ()
    return Described(
        title,
        " ".join(found.collect_usage_pieces(context)),
        one_line(found.help),
        tuple(_parameters(found, context)),
        tuple(_described(found.get_command(context, name), f"{title} {name}", context) for name in inner),
    )


def _parameters(found: Any, context: Any) -> Iterator[tuple[str, str]]:
    for parameter in found.params:
        record = parameter.get_help_record(context)
        if record is not None and parameter.name not in _HIDDEN:
            name, explanation = record
            yield one_line(name), one_line(explanation)


def one_line(text: str | None) -> str:
    """The text with its line ends and runs of spaces as single spaces."""
    return " ".join((text or "").split())
