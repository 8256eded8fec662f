"""Every command, with what people mistype in each of its arguments and options: one clear line, 1 or 2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from cli.main import app
from cli.office import Opening
from tests.commands.running import Done, guichet

#: Never ends, plays for ten seconds, or asks for nothing: tried elsewhere.
NOT_HERE = {"serve", "demo", "work", "training start"}
#: An empty word, an unknown reference, a day that is none, octets that are no text, a number no row has; and a
#: whole letter pasted in, with an escape sequence.
PASTED = "\x1b]0;pwned\x07" + "é" * 5_000
SLIPS = ("", "2026-99999", "31/02/2026", "\udcff", "-1", PASTED)
OPTION_SLIPS = ("", PASTED)
LONGEST_LINE = 700


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its whole name. Typer keeps the classes of its commands to itself: Any."""
    root: Any = typer.main.get_command(app)
    context = root.context_class(root, info_name="guichet")
    context.obj = Opening(None)
    for name in root.list_commands(context):
        found = root.get_command(context, name)
        inner = getattr(found, "commands", None)
        yield from [(name, found)] if inner is None else ((f"{name} {each}", inner[each]) for each in inner)


def calls() -> Iterator[list[str]]:
    for path, command in commands():
        if path in NOT_HERE:
            continue
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        for slip in SLIPS if arguments else ():
            # After `--` a value may begin with a hyphen.
            yield [*path.split(), *_yes(command), "--", *(slip for _ in arguments)]
        usual = ["x" for each in arguments if each.required]
        for option in command.params:
            if option.param_type_name == "option" and not option.is_flag and option.name != "help":
                for slip in OPTION_SLIPS:
                    yield [*path.split(), *_yes(command), option.opts[0], slip, *usual]


def _yes(command: Any) -> list[str]:
    return ["--yes"] if any("--yes" in each.opts for each in command.params) else []


def wrong_with(done: Done) -> str:
    """What is wrong with what one command said; '' when nothing."""
    said = done.out + done.err
    if done.code not in (0, 1, 2):
        return f"exit code {done.code}"
    for never in ("Traceback", "a mistake in Guichet", "\x1b", "\x07"):
        if never in said:
            return f"{never!r} in it: {said[:300]!r}"
    if done.code and not done.err.strip() and not done.out.strip():
        return "nothing is said"
    if done.code == 2:
        return "" if "Usage: " in done.err else f"no usage: {done.err[:200]!r}"
    lines = done.err.splitlines()
    if done.code == 1 and len(lines) > 4:
        return f"{len(lines)} lines"
    longest = max(map(len, lines), default=0)
    return f"a line of {longest} characters: {max(lines, key=len)[:80]}" if longest > LONGEST_LINE else ""


def test_no_slip_is_answered_by_more_than_a_line(busy_office: Path) -> None:
    assert busy_office == Path.cwd()
    wrong, tried = [], 0
    for call in calls():
        tried += 1
        if found := wrong_with(guichet(*call)):
            wrong.append(f"{' '.join(call)[:70]!r}: {found}")
    assert tried > 400
    assert not wrong, "\n".join(wrong)
