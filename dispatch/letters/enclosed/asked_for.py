"""Whether the words of staff ask for a file to be sent along: by its name, or by what it is (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from models.folding import fold

#: Words looked at, and the shortest name that can be meant by itself.
_LOOKED_AT, _SHORTEST = 20_000, 4
_VIDEO = re.compile(r"\b(?:avec (?:la |les |sa |ses |votre |vos )?videos?|with (?:the |your )?videos?)\b")
_WHOSE = r"(?:le |les |son |ses |votre |vos |ce |ces |the |your )?"
_ANY = re.compile(
    rf"\b(?:avec {_WHOSE}(?:fichiers?|documents?|formulaires?|pieces?(?: jointes?)?)"
    rf"|with {_WHOSE}(?:files?|documents?|forms?|attachments?)"
    # « La pièce jointe que vous avez envoyée » speaks of theirs.
    r"|ci[- ]joint(?:e|s|es)?|en pieces? jointes?|(?:la|les|cette|ces) pieces? jointes? (?:est|sont) a|en pj"
    r"|(?:is|are|find) (?:attached|enclosed)|(?:attached|enclosed) (?:is|are|you will find|please find))\b"
)


def words_of_staff(data: Mapping[str, Any]) -> str:
    """What staff wrote in a notice to somebody outside: an answer, an explanation, words for a partner."""
    return "\n".join(str(data[key]) for key in ("text", "comment", "asked") if data.get(key))


def is_asked_for(name: str, content_type: str, words: str) -> bool:
    """Whether `words` name the file (« plan.docx », « le plan ») or ask for what it is: « avec la vidéo » for
    a video, « ci-joint », « avec le document » for all else.
    """
    said = fold(words[:_LOOKED_AT])
    if not said.strip():
        return False
    whole = fold(name).strip()
    stem = fold(PurePath(name).stem).strip()
    if len(stem) >= _SHORTEST and re.search(rf"(?<!\w)(?:{re.escape(whole)}|{re.escape(stem)})(?!\w)", said):
        return True
    if content_type.startswith(("video/", "audio/")):
        return _VIDEO.search(said) is not None
    return _ANY.search(said) is not None
