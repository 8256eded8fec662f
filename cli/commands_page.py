"""docs/commands.md: every command and option, written from the commands themselves.

python -m cli.commands_page > docs/commands.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer

from cli.main import app

_HEAD = """# Commands

Written by `python -m cli.commands_page > docs/commands.md`; a test keeps it true.

Every command ends with exit code 0 when it is done, 1 when what was asked is impossible (one line on
standard error says why and what to do), 2 when it was misused. Where there is `--json`, programs read
standard output as JSON. `guichet COMMAND --help` says the same as this page, and
`guichet --install-completion` completes commands in the shell.
"""
_HIDDEN = {"help", "install_completion", "show_completion"}


def commands_page() -> str:
    """The whole page, as Markdown."""
    # Typer keeps the classes of its commands to itself: Any.
    root: Any = typer.main.get_command(app)
    context = _context(root, "guichet", None)
    parts = [_HEAD, "\n".join(_parameters(root, context)), *_sections(root, context)]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _sections(root: Any, context: Any) -> Iterator[str]:
    every = {name: root.get_command(context, name) for name in root.list_commands(context)}
    alone = {name: found for name, found in every.items() if not hasattr(found, "commands")}
    for name, found in alone.items():
        yield _command(found, context, f"guichet {name}", "##")
    for name, group in every.items():
        if name not in alone:
            yield f"## guichet {name}\n\n{_sentence(group.help)}\n"
            inner = _context(group, name, context)
            for each, found in group.commands.items():
                yield _command(found, inner, f"guichet {name} {each}", "###")


def _command(found: Any, parent: Any, title: str, level: str) -> str:
    context = _context(found, title.rpartition(" ")[2], parent)
    usage = " ".join([title, *found.collect_usage_pieces(context)])
    parameters = "\n".join(_parameters(found, context))
    said = f"{level} {title}\n\n{_sentence(found.help)}\n\n    {usage}\n"
    return f"{said}\n{parameters}\n" if parameters else said


def _parameters(found: Any, context: Any) -> Iterator[str]:
    for parameter in found.params:
        record = parameter.get_help_record(context)
        if record is not None and parameter.name not in _HIDDEN:
            name, explanation = record
            yield f"- `{_sentence(name)}`: {_sentence(explanation)}".rstrip()


def _context(found: Any, name: str, parent: Any) -> Any:
    return found.context_class(found, info_name=name, parent=parent)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split())


if __name__ == "__main__":
    sys.stdout.write(commands_page())
