"""Lines into sentences: none is cut in two, none is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.folding import fold, words

_SHORT_WORDS = frozenset(
    [
        "m",
        "mme",
        "mlle",
        "mr",
        "dr",
        "st",
        "ste",
        "av",
        "bd",
        "n",
        "no",
        "ref",
        "tel",
        "interv",
        "lun",
        "mar",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
        "janv",
        "fevr",
        "avr",
        "juil",
        "sept",
        "oct",
        "nov",
        "dec",
        "rdv",
        "env",
        "resp",
        "cf",
        "p",
        "pj",
        "art",
        "ht",
    ]
)
_END = re.compile(r"[.!?…;]+(?=\s|$|[)\"»])|\n")

#: How what is meant for colleagues is marked, where it begins: « note interne : … », « note - … », « #note … ».
NOTE = re.compile(
    r"(?:(?:note(?: interne)?|nb interne|interne|internal(?: note)?|memo|pour info(?:rmation)? en interne)"
    r"(?:[ ]?:|[ ]-|-(?!\w))|[#/](?:note|interne|memo)\b[ ]?:?)[ ]?"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written, without its mark; `asks` when it ends in a question mark."""

    text: str
    asks: bool = False
    #: Marked by its writer as meant for colleagues: « note : … ».
    note: bool = False
    #: The mark it ends with, and whether it begins a line.
    mark: str = ""
    begins_line: bool = True

    @property
    def folded(self) -> str:
        return fold(self.text)


def as_text(sentences: Iterable[Sentence]) -> str:
    """Sentences as they stood: with their marks, each line on its own."""
    parts: list[str] = []
    for each in sentences:
        if parts:
            parts.append("\n" if each.begins_line else " ")
        parts += (each.text, each.mark)
    return "".join(parts)


def cut_sentences(lines: list[str], most: int) -> list[Sentence]:
    """The sentences of lines without greeting, farewell and signature, in their order; the first `most` of them.

    Linear in `lines`.
    """
    text = _joined(lines)
    found: list[Sentence] = []
    start, noted, fresh = 0, False, True
    for mark in _END.finditer(text):
        if len(found) == most:
            return found
        before = re.search(r"([\w]{1,8})$", text[max(start, mark.start() - 9) : mark.start()])
        short = before is not None and (
            fold(before[1]) in _SHORT_WORDS or (len(before[1]) == 1 and before[1].isupper())
        )
        if mark[0] == "." and short and mark.end() < len(text):
            continue
        sentence = _sentence(text[start : mark.start()], mark[0], noted, fresh)
        if sentence is not None:
            found.append(sentence)
            noted, fresh = sentence.note, False
        if mark[0] == "\n":
            noted, fresh = False, True
        start = mark.end()
    last = _sentence(text[start:], "", noted, fresh)
    return [*found, last] if last is not None else found


def _sentence(written: str, mark: str, noted: bool, fresh: bool) -> Sentence | None:
    said = written.strip(" \t-–—•*")
    if said.startswith(")") or (said and not words(fold(said))):
        said = said.strip(") ")
    noted = noted or bool(NOTE.match(fold(said[:40]).removeprefix("(")))
    shown = "" if mark == "\n" else f" {mark}" if written[-1:] == " " else mark
    if said:
        return Sentence(said, "?" in mark or "?" in said, noted, shown, fresh)
    return Sentence("?", True, noted, "", fresh) if "?" in mark else None


def _joined(lines: list[str]) -> str:
    """Lines as one text, broken only where a line of its own begins: after a blank, a mark, or before a capital."""
    parts: list[str] = []
    for line in lines:
        if not line:
            parts.append("\n")
        elif parts and parts[-1] != "\n" and (line[0].islower() and not line.startswith(("note", "nb"))):
            parts.append(" " + line)
        else:
            parts.extend(("\n", line) if parts else (line,))
    return "".join(parts)
