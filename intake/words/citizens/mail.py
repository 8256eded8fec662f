"""Whether a citizen's mail is one command and nothing else: SUIVI, ANNULER, ARRÊT, REPRENDRE, LANGUE EN."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.words.alone import LONGEST, bare_words
from intake.words.citizens.asked import (
    CANCEL,
    CONFIRM,
    DECLINE,
    LINK,
    SEVERAL,
    START,
    TRACK,
    CitizenText,
    Intent,
    language_asked,
    unglued,
)
from intake.words.citizens.stopping import asks_to_stop
from models.errors import InvalidValue
from models.folding import fold, words
from models.values import Reference

#: `2026-42` and `2026-00042`, in brackets or not.
_REFERENCE = re.compile(r"\[?(?<![0-9-])(20[0-9]{2}-[0-9]{1,7})(?![0-9-])\]?", re.ASCII)
_BRACKETS = re.compile(r"\[[^\]]{0,40}\]")
_LINK = LINK | {"demandes", "requests", "mes", "le", "du", "cette", "my", "the", "this", "of", "for", "sur"}
_BESIDE = _LINK | SEVERAL
#: How people ask for it in a whole sentence.
_WANT = (
    ("je", "voudrais"), ("je", "souhaite"), ("je", "veux"), ("je", "desire"), ("veuillez",), ("j", "annule"),
    ("i", "want", "to"), ("i", "would", "like", "to"), ("i", "wish", "to"),
)  # fmt: skip
#: What wonders where a request is, without asking for the list of them.
_WONDERS = re.compile(
    r"\b(?:ou en (?:est|sont|sommes|etes|suis)|(?:des|avez vous des|quelles|vos|de) nouvelles|quelles suites|quelle suite"
    r"|(?:any|some) (?:news|update)|what is the status|where is my request|toujours (?:pas|aucune) (?:de )?(?:reponse|nouvelles?))\b"
)
#: Stopping is said by these in texts; in a mail they mean the request, or nothing sure.
_NO_STOP = frozenset({"cancel", "end", "quit", "revoke"})
#: A signature that the reader of mails left: so many lines of so many characters.
_SIGNATURE_LINES, _SIGNATURE_CHARACTERS = 4, 60
#: Longest wondering message that is asked back about.
_WONDERING = 200


def read_citizen_mail(subject: str, text: str, name: str = "") -> CitizenText:
    """The command that a mail is, by its new `text`, or by its `subject` when it has none.

    `name` is the writer's, which may stand below. Anything else is a `message`; `perhaps` says which command
    it may have been meant for. Linear in `subject`.
    """
    whole = unglued(text.strip())
    if len(whole) > LONGEST or len(subject) > LONGEST:
        return CitizenText("message", text=whole)
    own = frozenset(words(fold(name)))
    if not bare_words(_REFERENCE.sub(" ", whole), own):
        # No words, or only the name of a request: the subject says what is asked.
        asked = _read(f"{_BRACKETS.sub(' ', subject)} {whole}", own)
        if asked.reference is None and (found := Reference.find(subject)) is not None:
            asked = replace(asked, reference=found)
    else:
        asked = _read(_without_signature(whole, own), own)
    if asked.intent != "message":
        return asked
    return CitizenText("message", text=whole, perhaps=asked.perhaps or _perhaps(whole or subject, own))


def answers_whether(text: str) -> bool | None:
    """What an answer to « est-ce bien vous ? » says: yes, no, or None for other words. Linear in `text`."""
    said = " ".join(word for word in words(fold(text[:LONGEST])) if word not in {"merci", "bonjour", "svp"})
    if said in DECLINE:
        return False
    return True if said in CONFIRM else None


def _read(said: str, name: frozenset[str]) -> CitizenText:
    found = _REFERENCE.search(said)
    reference = _reference(found[1]) if found is not None else None
    rest = [*bare_words(_REFERENCE.sub(" ", said), name)]
    if (language := language_asked(rest)) is not None:
        return CitizenText("language", language=language)
    for want in _WANT:
        if tuple(rest[: len(want)]) == want:
            rest = rest[len(want) :] if want != ("j", "annule") else rest[1:]
            break
    numbers = [word for word in rest if word.isascii() and word.isdecimal() and 0 < len(word) < 8]
    left = [word for word in rest if word not in _LINK and word not in numbers]
    number = int(numbers[0]) if len(numbers) == 1 and reference is None else None
    intent = _intent(said, left, named=reference is not None or bool(numbers))
    if intent is None or len(numbers) > 1 or (numbers and reference is not None):
        return CitizenText("message", perhaps=intent)
    if "?" in said and intent != "track":
        # « Annuler ma demande ? » asks whether it can be done.
        return CitizenText("message", perhaps=intent)
    return CitizenText(intent, reference=reference, number=number or None)


def _intent(said: str, left: list[str], *, named: bool) -> Intent | None:
    if len(left) == 1 and left[0] in TRACK:
        return "track"
    if len(left) == 1 and left[0] in CANCEL:
        return "cancel"
    if named:
        return None
    if len(left) == 1 and left[0] in START:
        return "start"
    return "stop" if asks_to_stop(said) and not _NO_STOP & set(left) else None


def _perhaps(said: str, name: frozenset[str]) -> Intent | None:
    """What a short message may have been meant for: its first line is a command, or it wonders."""
    first, _, below = said.strip().partition("\n")
    if below.strip() and (asked := _read(first, name)).intent != "message":
        return asked.intent
    bare = bare_words(_REFERENCE.sub(" 1 ", first if not below.strip() else said), name)
    if bare and bare[0] in CANCEL | TRACK and all(each.isdecimal() or each in _BESIDE for each in bare[1:]):
        # « Annuler 16 et 17 », « tout annuler » name several: one at a time is done.
        return "cancel" if bare[0] in CANCEL else "track"
    folded = " ".join(words(fold(said[:LONGEST])))
    return "track" if len(said) <= _WONDERING and _WONDERS.search(folded) else None


def _without_signature(whole: str, name: frozenset[str]) -> str:
    """The first paragraph, when what follows is but the writer's name, number and address."""
    first, _, below = whole.partition("\n\n")
    lines = [line for line in below.splitlines() if line.strip()]
    if not lines or not name or len(lines) > _SIGNATURE_LINES:
        return whole
    if any(len(line) > _SIGNATURE_CHARACTERS or set("?!") & set(line) for line in lines):
        return whole
    manners = [line for line in lines if not bare_words(line)]
    named = [line for line in lines if line not in manners][:1]
    return first if named and name & set(words(fold(named[0]))) else whole


def _reference(written: str) -> Reference | None:
    try:
        return Reference.parse(written)
    except InvalidValue:
        return None
