"""Help, and what is said of misused commands, in French: what Typer writes by itself too."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

import typer
from typer.exceptions import TyperException

from cli.speaking.chosen import chosen
from cli.speaking.language import language
from cli.speaking.translate import in_french
from cli.speaking.typed import bound, option_named, stands_for

#: Typer joins words with plain spaces: French wants some that do not break.
_HIGH = re.compile(r" (?=[:;!?»](?:\s|$|\)))|(?<=«) ")
#: What Typer puts between straight quotes; an apostrophe in it stands between letters.
_QUOTED = re.compile(r"(?<![\w’])'([^\n]{0,200}?)'(?!\w)")
_EXTRA = re.compile(r"^(.*?)(?: {1,2}\[([^\[\]]*)\])?$", re.DOTALL)


def run_app(app: typer.Typer) -> None:
    """Run the command that was typed, as `app()` does; ends by SystemExit."""
    if language() == "en":
        app()
        return
    # Typer keeps the classes of its commands to itself: Any.
    root: Any = typer.main.get_command(app)
    contexts = root.context_class
    english = contexts.formatter_class
    contexts.formatter_class = _french_formatter(english)
    try:
        code = root.main(standalone_mode=False)
    except typer.Abort:
        sys.stderr.write("Abandon.\n")
        sys.exit(1)
    except TyperException as wrong:
        sys.exit(_complain(wrong))
    finally:
        contexts.formatter_class = english
    sys.exit(code if isinstance(code, int) else 0)


def _complain(wrong: Any) -> int:
    """Say how a command was misused, as Typer does: the usage, where help is, what is wrong."""
    said = io.StringIO()
    wrong.show(file=said)
    # Line by line: a sentence of the catalogue with something in it would take several for one.
    lines = said.getvalue().splitlines()
    sys.stderr.write("".join(f"{_complaint(line)}\n" for line in lines))
    code: int = wrong.exit_code
    return code


def _complaint(line: str) -> str:
    """A line about misuse; arguments are called as the help calls them, and what was typed stands in the
    quotes of French. Linear in `line`: what is quoted is bounded.
    """
    said = in_french(line)
    for missing in ("Il manque l’argument", "Valeur impossible pour"):
        begin, there, name = said.partition(f"{missing} '")
        if there:
            name, quote, rest = name.partition("'")
            said = f"{begin}{there}{option_named(name)}{quote}{rest}"
    return _QUOTED.sub("«\u00a0\\1\u00a0»", said)


def helped(text: str | None) -> str | None:
    """A help text in the language of whoever asks."""
    if not text or language() == "en":
        return text
    return unbroken(in_french(" ".join(text.split())))


def unbroken(text: str) -> str:
    """French whose words were joined with plain spaces, with those that break no line in their places."""
    return _HIGH.sub("\u00a0", text)


def help_of_all(command: Any) -> Any:
    """A command and those below it, their help in that language."""
    if language() == "fr":
        command.help = helped(command.help)
        for inner in getattr(command, "commands", {}).values():
            help_of_all(inner)
    return command


def _french_formatter(english: Any) -> Any:
    class FrenchFormatter(english):  # type: ignore[misc]  # the class is Typer's own
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, stands_for(args), "Utilisation\u00a0: " if prefix is None else prefix)

        def write_heading(self, heading: str) -> None:
            self.lists_commands = heading == "Commands"  # they are typed as they are named
            super().write_heading(f"{in_french(heading)}\u00a0")

        def write_text(self, text: str) -> None:
            super().write_text(helped(text) or "")

        def write_dl(self, rows: Any, *args: Any, **options: Any) -> None:
            named = str if self.lists_commands else option_named
            said = [(named(name), option_in_french(text)) for name, text in rows]
            super().write_dl(said, *args, **options)

    return FrenchFormatter


def default_said(extra: str) -> str:
    """`default: counter`, which an option takes in French too, with the French word."""
    said, colon, key = extra.partition("default: ")
    return f"{colon}{chosen(key)}" if colon and not said else extra


def option_in_french(text: str) -> str:
    """The help of an option, with what is said between brackets after it, in French."""
    found = _EXTRA.match(text)
    assert found is not None
    said = unbroken(in_french(" ".join(found[1].split())))
    if found[2] is None:
        return said
    bounds = ((default_said(each), bound(each)) for each in found[2].split("; "))
    extras = "\u00a0; ".join(
        in_french(each) if in_words is None else in_words for each, in_words in bounds if in_words != ""
    )
    return f"{said}  [{extras}]" if extras else said
