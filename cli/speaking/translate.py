"""A sentence as it leaves, in the language of whoever reads it.

What was put into a sentence is found again by the words around it and translated too where the catalogue
knows it: `There is no service 'voiri'. Did you mean 'voirie'?`. Each piece is looked for once, from left to
right: the work grows with the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import ne

from cli.speaking.agreeing import agreed, either
from cli.speaking.catalogue import french
from cli.speaking.language import language

_HOLE = re.compile(r"\{(\w*)\}")
#: How deep a sentence may stand in a sentence.
_DEPTH = 5
#: Texts beyond are somebody's own: they are left as they are.
_LONGEST = 4_000
#: A pattern that begins and ends with holes is looked for in texts so many times longer than its own words.
_FEW = 12
#: « pas de agent » is « pas d’agent », « que après » « qu’après »; an h may be aspirated, a y too.
_ELIDES = re.compile(r"\b(?:de|que|jusque|lorsque|ne) $", re.IGNORECASE)
_ELIDES_IN = len("lorsque ") + 1
_ELIDED = frozenset("aeiouàâéèêëîïôùœæ")
#: The place in a file that stands before what is said of it.
_A_PLACE = re.compile(r"[\w./\[\]-]{1,200}: ")
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z'])")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with holes: the words between them, the names of the holes, and the French."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    french: str

    def values(self, text: str) -> list[str] | None:
        """What stands in the holes; None when the text is another sentence."""
        first, *middle, last = self.pieces
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return None
        if not first and not last and len(text) > _FEW * sum(map(len, middle)):
            # « {} of {} in {} » stands in any long sentence, and says nothing of it.
            return None
        at, end, found = len(first), len(text) - len(last), []
        for piece in middle:
            # An empty piece between two holes would leave the first one empty.
            to = text.find(piece, at, end)
            if to < 0:
                return None
            found.append(text[at:to])
            at = to + len(piece)
        found.append(text[at:end])
        if not first and len(found) > 1 and _A_PLACE.match(found[0]):
            # `settings.toml: mail.domains: …`: the sentence begins behind.
            return None
        return found


def say(text: str) -> str:
    """The sentence in the language of whoever typed the command; as it is where that is English."""
    if len(text) > _LONGEST:
        return text
    return in_english(text) if language() == "en" else in_french(text)


def in_english(text: str) -> str:
    """The sentence with what is counted once in the singular; as it is where it is not one of ours."""
    said = agreed(text)
    return said if said != text and in_french(text) != text else text


def in_french(text: str, depth: int = _DEPTH) -> str:
    """The sentence in French; as it is where the catalogue does not have it."""
    lines = _lines(text)
    if len(lines) > 1 and text not in french():
        # Several mistakes, one a line: a hole of the first must not take the others.
        told = [in_french(line, depth) for line in lines]
        if all(map(ne, told, lines)):
            return "\n".join(told)
    whole = _before_brackets(text, depth) or _whole(text, depth)
    if whole is not None:
        return whole
    for apart, joined in ((_lines, "\n"), (_sentences, " ")):
        parts = apart(text)
        if len(parts) > 1:
            said = [
                in_french(part, depth)
                if joined == "\n"
                else _whole(part, depth) or _whole_behind(part, depth) or _after_a_colon(part, depth)
                for part in parts
            ]
            if said != parts:
                return joined.join(said)
    return _after_a_colon(text, depth)


def _before_brackets(text: str, depth: int) -> str | None:
    """« The mail relay refuses this message. (550 5.1.1 to DATA) »: what a machine said stands behind."""
    sentence, bracket, behind = text.partition(". (")
    said = french().get(f"{sentence}.") if bracket and behind.endswith(")") else None
    return f"{said} ({_whole(behind[:-1], depth) or behind[:-1]})" if said else None


def _whole(text: str, depth: int) -> str | None:
    found = french().get(text)
    if found:
        return found
    if text.endswith(".") and (found := french().get(text[:-1])):  # a reason, put at the end of a sentence
        return f"{found}."
    if depth == 0 or not text or text.isspace():
        return None
    for pattern in _patterns():
        values = pattern.values(text)
        if values is not None:
            return _filled(pattern, [_value(value, depth - 1) for value in values])
    return None


def _whole_behind(text: str, depth: int) -> str | None:
    """What is put behind another sentence: it begins with a space in the catalogue."""
    said = _whole(f" {text}", depth)
    return said.lstrip() if said else None


def _value(text: str, depth: int) -> str:
    """What stands in a hole: a word, a sentence, or a few after one another."""
    whole = _whole(text, depth)
    if whole is not None:
        return whole
    parts = _sentences(text)
    if len(parts) == 1:
        return text
    return " ".join(_whole(part, depth) or _whole_behind(part, depth) or part.lstrip() for part in parts)


def _filled(pattern: _Pattern, values: list[str]) -> str:
    """The French with the values where it wants them: in their order, by number, or by name."""
    by_name: Mapping[str, str] = {
        name: value for name, value in zip(pattern.names, values, strict=True) if name
    }
    left = iter(values)
    given: list[str] = []

    def value(hole: re.Match[str]) -> str:
        name = hole[1]
        return next(left) if not name else values[int(name)] if name.isdigit() else by_name[name]

    # The words between the holes, the name of each hole after them.
    words, names = _HOLE.split(pattern.french)[::2], _HOLE.finditer(pattern.french)
    said = either(words[0], values, 0)
    for after, hole in zip(words[1:], names, strict=True):
        given.append(value(hole))
        if given[-1][:1].lower() in _ELIDED and _ELIDES.search(said[-_ELIDES_IN:]):
            said = f"{said[:-2]}’"
        said += given[-1] + either(after, given, len(given))
    return said


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _sentences(text: str) -> list[str]:
    return _SENTENCES.split(text)


def _after_a_colon(text: str, depth: int) -> str:
    """`settings.toml: mail.domains: …`: the name before is nobody's language."""
    at = text.find(": ")
    for _ in range(3):
        if at < 0:
            break
        said = _whole(text[at + 2 :], depth)
        if said is not None:
            before = text[:at].replace(": ", "\u00a0: ")
            return f"{before}\u00a0: {said}"
        at = text.find(": ", at + 2)
    return text


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Sentences with holes, those that begin with words first, then those that say most."""
    made = []
    for key, said in french().items():
        parts = _HOLE.split(key)
        if len(parts) > 1 and said:
            made.append(_Pattern(tuple(parts[::2]), tuple(parts[1::2]), said))
    return tuple(sorted(made, key=lambda each: (not each.pieces[0], -sum(map(len, each.pieces)))))
