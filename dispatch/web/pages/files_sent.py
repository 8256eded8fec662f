"""Which files of a request its requester has on their page: their own as they came, and those of staff that a
letter takes along, as it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.letters.enclosed.attached import Going, stays_behind
from dispatch.queries.seen.conversation import Line
from dispatch.queries.seen.files import File
from models.vocabulary import ActorRole


def as_sent(lines: Sequence[Line]) -> list[Line]:
    """The lines without the files of staff that would be left out of a letter."""
    return [replace(line, files=_files(line, _words_beside(lines, at))) for at, line in enumerate(lines)]


def find_sent(lines: Sequence[Line], number: str, locale: str) -> tuple[File | None, Going | None]:
    """The file of that number among those of `as_sent`, None when it is none of them; and how it travels,
    None for one's own.
    """
    for at, line in enumerate(lines):
        file = next((each for each in line.files if str(each.id) == number), None)
        if file is not None:
            theirs = line.role == ActorRole.REQUESTER
            return file, None if theirs else Going(True, _words_beside(lines, at), locale)
    return None, None


def _words_beside(lines: Sequence[Line], at: int) -> str:
    """What staff wrote with the files of a line: its own words, or those of the act that they came with."""
    beside = (each for each in lines[at : at + 2] if each.role != ActorRole.REQUESTER)
    return next((each.text for each in beside if each.text and each.at == lines[at].at), "")


def _files(line: Line, words: str) -> Sequence[File]:
    if line.role == ActorRole.REQUESTER:
        return line.files
    return [each for each in line.files if not stays_behind(each.name, each.content_type, words)]
