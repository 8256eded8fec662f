"""The language of a message (p): French unless it is plainly another, since most of what comes is French."""

from __future__ import annotations

import io
import lzma
import shutil
from functools import cache
from typing import Any, Literal

from intake.message import Language, ParsedMessage

#: Characters looked at: enough to be sure, few enough to be quick.
_LOOKED_AT = 2000
#: Below these numbers of letters a message is too short to be anything but French.
_LETTERS_FOR_ENGLISH = 12
_LETTERS_FOR_OTHERS = 40
_SURE_OF_ENGLISH = 0.75
_SURE_OF_OTHERS = 0.95
#: Those with whom a text written to a French town hall could be confused.
_KNOWN = ["fr", "en", "de", "es", "it", "pt", "nl", "pl", "ro", "tr", "ar", "ru", "uk", "zh"]


@cache
def _identifier() -> Any:
    # The model takes half a second and memory: whoever never asks never loads it.
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    # As the library does, but for a file of 68 MB that it writes and for 130 languages that it keeps.
    whole = io.BytesIO()
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        shutil.copyfileobj(packed, whole, 1 << 20)  # whole and in pieces it would be there twice
    whole.seek(0)
    with np.load(whole, allow_pickle=False) as model:
        names = model["classes"].tolist()
        columns = [at for at, name in enumerate(names) if name in _KNOWN]
        return LanguageIdentifier(
            model["ptc"][:, columns],
            model["pc"][columns],
            [names[at] for at in columns],
            memoryview(model["nextmove"]),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=memoryview(model["nextmove_row"]),
        )


def warm_up() -> None:
    """Load the model now, so that the first message does not wait for it."""
    _identifier()


def find_language(text: str) -> Language:
    """`fr`, `en`, or `other` when it is surely neither; the same text always gives the same answer.

    Linear in `text`.
    """
    looked_at = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, looked_at))
    if letters < _LETTERS_FOR_ENGLISH:
        return "fr"
    found, probability = _identifier().classify(looked_at)
    if found == "en":
        return "en" if probability >= _SURE_OF_ENGLISH else "fr"
    sure = found != "fr" and probability >= _SURE_OF_OTHERS and letters >= _LETTERS_FOR_OTHERS
    return "other" if sure else "fr"


def language_of(message: ParsedMessage) -> Language:
    """The language of a message, subject and new words together; as it was read, when a reader looked."""
    return message.language or find_language(f"{message.bare_subject}\n{message.words}")


def written_by(message: ParsedMessage) -> Literal["fr", "en", ""]:
    """The language that its new words show, likewise."""
    known = message.language_written
    return language_written(message.words) if known is None else known


def language_written(text: str) -> Literal["fr", "en", ""]:
    """The language that `text` shows; '' when it shows none: an address, a number, one word of ours.

    Linear in `text`.
    """
    said = " ".join(word for word in text[:_LOOKED_AT].split() if word.isalpha() or _is_said(word))
    if sum(map(str.isalpha, said)) < _LETTERS_FOR_ENGLISH:
        return ""
    found = find_language(said)
    return "" if found == "other" else found


def _is_said(word: str) -> bool:
    return "@" not in word and "//" not in word and not any(map(str.isdigit, word))
