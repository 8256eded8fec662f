"""What somebody typed to find requests, as phrases to look for (pure). No input is a mistake: what cannot be
looked for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.folding import SMALL_WORDS, fold, words

#: Characters that are read, words looked for, words of one phrase; more only cost time.
LONGEST, MOST_TERMS, MOST_WORDS = 200, 8, 16
#: From so many letters on, a word is also found as the beginning of a longer one.
_BEGINNING = 3
#: Digits of a telephone number, at least.
_NUMBER = 9
_CHUNK = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|([^\s"«»“”]+)')
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_DIGITS = re.compile(r"\+?[0-9(][0-9().\-/]*", re.ASCII)
_REFERENCE = re.compile(r"#?(20[0-9]{2})-([0-9]{1,7})", re.ASCII)
_COUNTED = re.compile(r"(?:#|n°)?0*([1-9][0-9]{0,6})", re.ASCII | re.IGNORECASE)
#: A whole address: the beginnings of its last word are those of every other, and nobody means them.
_ADDRESS = re.compile(r"[^@]{1,64}@[^@]{1,190}\.[a-z]{2,}", re.ASCII | re.IGNORECASE)
#: Letters that are two in the index.
_TWO = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side; as they were typed, and folded."""

    typed: str
    words: tuple[str, ...]
    #: Whether the last word may be the beginning of a longer one.
    is_begun: bool = False
    #: Not words of anybody, but a mark that the index gives each request: its number, its reference.
    is_mark: bool = False


#: Ways to say one thing: any of them is enough.
Term = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything that a request must hold to be found."""

    terms: tuple[Term, ...] = ()
    #: Something was typed, and nothing of it can be looked for: no request holds it.
    is_vain: bool = False

    @classmethod
    def read(cls, typed: str) -> Sought:
        """The words of `typed`, each to be found anywhere in a request; those in quotes side by side.

        The first LONGEST characters and MOST_TERMS words are read. `2026-42`, `#42` and `42` also mean the
        request of that name, nine digits and more a telephone number however they are parted.
        """
        typed = typed[:LONGEST].replace("\0", " ")
        plain: list[Term] = []
        small: list[Term] = []
        for term, is_small in _terms(typed):
            (small if is_small else plain).append(term)
        terms = (plain or small)[:MOST_TERMS]
        return cls(tuple(terms), is_vain=not terms and bool(typed.strip()))


def fts5(sought: Sought, *, mark: str = "") -> str:
    """The words as a query of SQLite's FTS5, whose tokenizer folds them; `mark` must be there as well."""
    terms = [" OR ".join(_fts5_phrase(phrase) for phrase in term) for term in sought.terms]
    if mark:
        terms.append(f'marks : "{mark}"')
    return " AND ".join(f"({term})" for term in terms)


def tsquery(sought: Sought, *, mark: str = "", whose: str = "") -> str:
    """The words as a `tsquery` of PostgreSQL, written so that nothing in them is an operator; `mark` must be
    there as well, and what `whose` asks.
    """
    terms = [" | ".join(_tsquery_phrase(phrase) for phrase in term) for term in sought.terms]
    if mark:
        terms.append(f"'={mark}'")
    if whose:
        terms.append(whose)
    return " & ".join(f"({term})" for term in terms)


def _fts5_phrase(phrase: Phrase) -> str:
    if phrase.is_mark:
        return f'marks : "{phrase.words[0]}"'
    typed = phrase.typed.translate(_TWO).replace('"', " ")
    return f'words : "{typed}"{" *" if phrase.is_begun else ""}'


def _tsquery_phrase(phrase: Phrase) -> str:
    if phrase.is_mark:
        return f"'={phrase.words[0]}'"
    quoted = [f"'{word}'" for word in phrase.words]
    if phrase.is_begun:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"


def _terms(typed: str) -> Iterator[tuple[Term, bool]]:
    """Each term, and whether it is a word that says nothing by itself."""
    chunks = [_unquoted(found) for found in _CHUNK.finditer(typed)]
    at = 0
    while at < len(chunks):
        chunk, is_quoted = chunks[at]
        at += 1
        if is_quoted:
            if said := tuple(words(fold(chunk)))[:MOST_WORDS]:
                yield (Phrase(chunk, said),), False
            continue
        pieces, digits = [chunk], _digits(chunk)
        if digits and not _REFERENCE.fullmatch(chunk):
            # « 06 39 98 00 12 » is one number; « 12 rue » is not.
            while at < len(chunks) and not chunks[at][1] and _digits(chunks[at][0]):
                pieces.append(chunks[at][0])
                at += 1
            if len(dialled := "".join(_digits(each) for each in pieces)) >= _NUMBER:
                yield _number(" ".join(pieces), dialled), False
                continue
        for each in pieces:
            yield from _word(each, is_last=at == len(chunks))


def _unquoted(found: re.Match[str]) -> tuple[str, bool]:
    quoted = next((each for each in found.groups()[:3] if each is not None), None)
    return (found[4], False) if quoted is None else (quoted, True)


def _digits(chunk: str) -> str:
    return re.sub(r"[^0-9]", "", chunk) if _DIGITS.fullmatch(chunk) else ""


def _number(typed: str, dialled: str) -> Term:
    """A telephone number: as it is kept, as it is dialled, and as it stands in a text."""
    kept = dialled.removeprefix("00")
    said = tuple(words(fold(typed)))[:MOST_WORDS]
    ways = [Phrase(each, (each,), is_begun=True) for each in (kept, f"0{kept}") if not each.startswith("00")]
    return (*ways, *([Phrase(typed, said)] if said != (kept,) else []))


def _word(chunk: str, *, is_last: bool) -> Iterator[tuple[Term, bool]]:
    chunk = _ELIDED.sub("", chunk)
    said = tuple(words(fold(chunk)))[:MOST_WORDS]
    if not said:
        return
    last, is_number = said[-1], said[-1].isdecimal()
    is_whole = (is_number and len(last) < 5) or _ADDRESS.fullmatch(chunk) is not None
    begun = len(last) >= (2 if is_last else _BEGINNING) and not is_whole
    ways = [Phrase(chunk, said, is_begun=begun)]
    if (found := _REFERENCE.fullmatch(chunk)) and int(found[2]):
        ways.append(Phrase(chunk, (f"r{found[1]}n{int(found[2])}",), is_mark=True))
    elif found := _COUNTED.fullmatch(chunk):
        ways.append(Phrase(chunk, (f"n{found[1]}",), is_mark=True))
    yield tuple(ways), len(said) == 1 and last in SMALL_WORDS
