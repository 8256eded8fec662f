"""How commands show things: tables for people, JSON for programs, one line for errors."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import heading
from cli.speaking.words import value as value_said

if TYPE_CHECKING:
    from rich.console import Console

_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127, *range(128, 160)), "�")
#: Bidirectional controls, separators of lines and what is not seen at all (tags, U+FEFF) could make a line of
#: the terminal say something else than it does.
_UNSEEN = (
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xE0000, 0xE0080),
    *(0x061C, 0x200E, 0x200F, 0xFEFF),
)
_CONTROLS |= dict.fromkeys(_UNSEEN, "")
#: What stands for octets that are no UTF-8, in names of files: it cannot be written out again.
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), "�")
#: A path may be long; what is longer was pasted in.
LONGEST_WORD = 260
#: DEL, C1 and what is not seen, as JSON writes them; it escapes the C0 ones itself.
_ESCAPED = {code: json.dumps(chr(code))[1:-1] for code in (*range(0x80, 0xA0), *_UNSEEN)} | {0x7F: "\\u007f"}
#: The largest number a row can have.
LARGEST_ID = 2**63 - 1


def console() -> Console:
    """The terminal; plain when standard output is none. Sentences and titles leave it in the language of
    whoever typed the command.
    """
    from cli.speaking.terminal import Spoken

    # `organisation.toml:100: …` is a place, no sign of a hundred.
    return Spoken(highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else 240)


def tell(sentence: str, *, err: bool = False) -> None:
    """One sentence on standard output, or standard error, in that language, harmless."""
    typer.echo(safe(say(sentence)), err=err)


def agree(question: str) -> None:
    """Ask; anything but a yes ends the command. Raises typer.Abort."""
    known = {"o": True, "oui": True, "y": True, "yes": True, "n": False, "non": False, "no": False, "": False}
    shown = f"{say(question)} [{'o/N' if language() == 'fr' else 'y/N'}]"
    while (answer := typer.prompt(shown, default="", show_default=False).strip().lower()) not in known:
        continue
    if not known[answer]:
        raise typer.Abort


def safe(text: object) -> str:
    """Text from outside made harmless for a terminal: no escape sequences, no bidirectional tricks."""
    return str(text).translate(_CONTROLS)


def brief(text: object) -> str:
    """Text that is `safe`, a word of it that is longer than any name or path cut short: what was pasted in by
    mistake is not read out again. One pass.
    """
    words = safe(text).split(" ")
    return " ".join(word if len(word) <= LONGEST_WORD else f"{word[:60]}…{word[-20:]}" for word in words)


def failure(wrong: Exception) -> str:
    """The sentence for a failure that has none of its own: what the machine refuses (a path, a full or
    read-only disk), else that the mistake is ours.
    """
    return ordinary(wrong) or (
        f"a mistake in Guichet itself: {type(wrong).__name__}. GUICHET_TRACE=1 shows where."
    )


def ordinary(wrong: Any) -> str:
    """The sentence for what the machine refuses; '' for anything else."""
    if isinstance(wrong, UnicodeEncodeError) and wrong.reason == "surrogates not allowed":
        return "What was typed is no text: it is not UTF-8."
    if not isinstance(wrong, OSError):
        return ""
    reason = wrong.strerror or str(wrong)
    return f"{wrong.filename}: {reason}." if wrong.filename is not None else f"The machine refuses: {reason}."


def program() -> str:
    """How `guichet` was called, to be typed again: its name when the shell finds it, else its path."""
    called = sys.argv[0] if sys.argv else ""
    if Path(called).name != "guichet":  # of a program that runs us: a test, `python -m`
        return "guichet"
    found = shutil.which("guichet")
    if found is not None and Path(found).resolve() == Path(called).resolve():
        return "guichet"
    return shlex.quote(called)


def on_the_clock(moment: datetime, zone: tzinfo | None, *, seconds: bool = False) -> str:
    """`2026-11-27 17:30`, in French `27/11/2026 17:30`, on the clock of `zone`, the town's; without one in
    UTC, which is said.

    The only place where commands write a time: the machine's own zone is nobody's.
    """
    day = "%d/%m/%Y" if language() == "fr" else "%Y-%m-%d"
    pattern = f"{day} %H:%M:%S" if seconds else f"{day} %H:%M"
    return moment.astimezone(zone or UTC).strftime(pattern) + ("" if zone is not None else " UTC")


def day_said(written: str) -> str:
    """A day written `2026-11-27`, in French `27/11/2026`; anything else as it is."""
    year, _, rest = written.partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if language() == "fr" and day.isdigit() else written


def print_json(value: Any) -> None:
    """One JSON document on standard output; times as ISO 8601."""
    write_json(value, indent=2)


def write_json(value: Any, *, indent: int | None = None) -> None:
    """`print_json` in one line, for a row of many; `indent` in blanks has it in several."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    # The same document: what could steer a terminal is written as an escape, which every reader undoes.
    text = text.translate(_ESCAPED)
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")


def print_octets(content: bytes, out: TextIO) -> None:
    """Octets as they are into a file or a pipe; on a terminal what strangers wrote drives nothing."""
    if out.isatty():
        out.write(safe(content.decode("utf-8", "replace").replace("\r\n", "\n")))
    else:
        out.buffer.write(content)


def print_rows(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    as_json: bool,
    empty: str,
    zone: tzinfo | None = None,
) -> None:
    """A table with `columns` (key → heading), or all of `rows` as JSON; `empty` is said when there is none.

    People read times on the clock of `zone`, as `on_the_clock` says; JSON has them in UTC.
    """
    if as_json:
        print_json(list(rows))
        return
    if not rows:
        sys.stdout.write(f"{say(empty)}\n")
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in columns.values():
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(value_said(key, _cell(row.get(key), zone))) for key in columns))
    console().print(table)


def print_csv(rows: Sequence[Mapping[str, Any]], zone: tzinfo | None) -> None:
    """All of `rows` as CSV with a line of names, for spreadsheets; times on the clock of `zone`.

    A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    import csv

    out = csv.writer(sys.stdout, lineterminator="\n")
    flat = [_flat(row) for row in rows]
    if flat:
        out.writerow(flat[0])
    for row in flat:
        out.writerow([_harmless(_cell(value, zone)) for value in row.values()])


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        found |= {f"{name}_{k}": v for k, v in value.items()} if isinstance(value, Mapping) else {name: value}
    return found


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def print_facts(facts: Iterable[tuple[str, object]], zone: tzinfo | None = None) -> None:
    """Names and values under one another, empty ones left out; times as in `print_rows`."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts:
        if value not in (None, "", [], ()):
            table.add_row(heading(name), Text(value_said(name, _cell(value, zone))))
    console().print(table)


def _cell(value: object, zone: tzinfo | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return on_the_clock(value, zone)
    if isinstance(value, list | tuple):
        return ", ".join(safe(item) for item in value)
    return safe(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
