"""docs/commands.md: every command and option, written from the commands themselves.

python -m cli.manual.commands_page > docs/commands.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from cli.manual.tree import Described, described

_HEAD = """# Commands

Written by `python -m cli.manual.commands_page > docs/commands.md`; a test keeps it true.

Every command ends with exit code 0 when it is done, 1 when what was asked is impossible (one line on
standard error says why and what to do), 2 when it was misused. Where there is `--json`, programs read
standard output as JSON. `guichet COMMAND --help` says the same as this page, so do the manual pages that
`guichet man` writes, and `guichet --install-completion` completes commands in the shell.
"""


def commands_page() -> str:
    """The whole page, as Markdown."""
    root = described()
    parts = [_HEAD, "\n".join(_parameters(root)), *_sections(root)]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _sections(root: Described) -> Iterator[str]:
    for each in root.commands:
        if not each.commands:
            yield _command(each, "##")
    for group in root.commands:
        if group.commands:
            yield f"## {group.title}\n\n{group.help}\n"
            for each in group.commands:
                yield _command(each, "###")


def _command(found: Described, level: str) -> str:
    said = f"{level} {found.title}\n\n{found.help}\n\n    {found.title} {found.usage}".rstrip()
    parameters = "\n".join(_parameters(found))
    return f"{said}\n\n{parameters}\n" if parameters else f"{said}\n"


def _parameters(found: Described) -> Iterator[str]:
    for name, explanation in found.parameters:
        yield f"- `{name}`: {explanation}".rstrip()


if __name__ == "__main__":
    sys.stdout.write(commands_page())
