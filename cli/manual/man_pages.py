"""The text of the manual pages of all commands, for `man guichet-requests`; written from the commands
themselves, in English and in French.

The marks are those of man(7): a page is a name, a synopsis, what is said of each command and option, and the
exit status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from cli.manual.tree import Described
from cli.speaking.helping import option_in_french
from cli.speaking.translate import in_french
from cli.speaking.typed import option_named, stands_for

#: The first line of each page: what has it was written here, and may be written again or taken away.
MARK = '.\\" Written by guichet man.\n'
_LEAVES = {"en": Path("man1"), "fr": Path("fr", "man1")}
#: Every exit status from 0, as docs/commands.md has them.
_STATUS = (
    "It is done.",
    "Impossible; one line on standard error says why and what to do.",
    "It was misused.",
)
_HEADINGS = ("NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "SEE ALSO")
#: The headings that are one word: French manual pages have these.
_ONE_WORD = {"NAME": "NOM", "COMMANDS": "COMMANDES"}
Say = Callable[[str], str]
#: Marks of roff, and what a terminal might turn into a typographic dash or quote.
_ESCAPED = {"\\": "\\e", '"': "\\(dq", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}


def manual(root: Described) -> dict[Path, str]:
    """Each page by its path below a folder of manual pages: `man1/guichet-requests.1`, `fr/man1/…`."""
    pages = {}
    for locale, folder in _LEAVES.items():
        for each in (root, *root.commands):
            pages[folder / f"{_name(each)}.1"] = MARK + "\n".join(_page(each, locale, each is root)) + "\n"
    return pages


def _page(found: Described, locale: str, whole: bool) -> Iterator[str]:
    say: Say = in_french if locale == "fr" else str
    name, synopsis, options, commands, status, see = (say(_heading(each, locale)) for each in _HEADINGS)
    title = _text(_name(found))
    yield f'.TH {title.upper()} 1 "" "guichet {_text(version("guichet"))}" "Guichet"'
    yield from (
        f".SH {name}",
        f"{title} \\- {_text(say(found.help))}",
        f".SH {synopsis}",
        *_usage(found, locale),
    )
    if found.parameters:
        yield from (f".SH {options}", *_options(found, locale))
    if found.commands:
        yield f".SH {commands}"
    for each in found.commands:
        yield from _pointer(each, say) if whole else _command(each, say, locale)
    yield f".SH {status}"
    for code, meaning in enumerate(_STATUS):
        yield from (".TP", f".B {code}", _text(say(meaning)))
    if not whole:
        yield from (f".SH {see}", ".BR guichet (1)")


def _heading(english: str, locale: str) -> str:
    return _ONE_WORD.get(english, english) if locale == "fr" else english


def _pointer(found: Described, say: Say) -> Iterator[str]:
    yield from (".TP", f".BR {_text(_name(found))} (1)", _text(say(found.help)))


def _command(found: Described, say: Say, locale: str) -> Iterator[str]:
    yield from (f'.SS "{_text(found.title)}"', _text(say(found.help)), ".PP")
    yield from (*_usage(found, locale), *_options(found, locale))


def _usage(found: Described, locale: str) -> Iterator[str]:
    yield f".B {_text(found.title)}"
    if found.usage:
        yield _text(stands_for(found.usage) if locale == "fr" else found.usage)


def _options(found: Described, locale: str) -> Iterator[str]:
    for name, explanation in found.parameters:
        if locale == "fr":
            name, explanation = option_named(name), option_in_french(explanation)
        yield from (".TP", f'.B "{_text(name)}"', _text(explanation) or "\\&")


def _name(found: Described) -> str:
    return found.title.replace(" ", "-")


def _text(text: str) -> str:
    """The text as words only, whatever is in it: no sign of it is a mark of roff, and all is ASCII."""
    escaped = "".join(_ESCAPED.get(sign, sign) if sign < "\x7f" else f"\\[u{ord(sign):04X}]" for sign in text)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
