"""A group of commands of which each is imported when it is called, and only then.

`guichet --help` shows the line that stands in the table; a test compares it with what the command says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from cli.speaking.helping import help_of_all, helped

#: What a command is made of: one function, or a Typer with commands of its own.
Made = typer.Typer | Callable[..., Any]


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """One line of `guichet --help`, and how to get the command behind it when it is called."""

    help: str
    #: Given the context of `guichet` itself.
    load: Callable[[typer.Context], Made]


def found_at(place: str) -> Callable[[typer.Context], Made]:
    """Loads `package.module:name`."""

    def load(_context: typer.Context) -> Made:
        module, _, name = place.partition(":")
        made: Made = getattr(import_module(module), name)
        return made

    return load


def lazy_group(table: Mapping[str, LazyCommand]) -> type[TyperGroup]:
    """A class of groups whose commands are those of `table`, in its order."""

    class LazyGroup(TyperGroup):
        _listing = False

        def list_commands(self, ctx: Any) -> list[str]:
            return list(table)

        # Typer keeps the classes of its commands to itself: Any.
        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            entry = table.get(cmd_name)
            if entry is None:
                return None
            if self._listing:
                return _built(cmd_name, typer.Typer(help=helped(entry.help), no_args_is_help=True))
            if cmd_name not in self.commands:
                self.commands[cmd_name] = _built(cmd_name, entry.load(ctx))
            return self.commands[cmd_name]

        def format_help(self, ctx: Any, formatter: Any) -> None:
            self._listing = True
            try:
                super().format_help(ctx, formatter)
            finally:
                self._listing = False

        def shell_complete(self, ctx: Any, incomplete: str) -> Any:
            self._listing = True
            try:
                return super().shell_complete(ctx, incomplete)
            finally:
                self._listing = False

    return LazyGroup


def _built(name: str, made: Made) -> Any:
    outer = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(made, typer.Typer):
        outer.add_typer(made, name=name)
    else:
        outer.command(name)(made)
    return help_of_all(typer.main.get_group(outer).commands[name])
