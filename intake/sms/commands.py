"""What a citizen's text message asks: a command, an answer to a survey, or words for a request."""

from __future__ import annotations

import re
import unicodedata

from intake.sms.short_codes import codes_in
from intake.words.citizens.asked import (
    CANCEL,
    HELP,
    LINK,
    NEW,
    POLITE,
    START,
    TRACK,
    CitizenText,
    Intent,
    language_asked,
    unglued,
)
from intake.words.citizens.mail import read_citizen_mail
from intake.words.citizens.stopping import asks_to_stop
from intake.words.scores import read_score
from models.errors import InvalidValue
from models.values import Reference

#: Longest text read; Twilio joins at most ten segments of 160 characters.
MAX_CHARACTERS = 20_000

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[#?]")
#: `#42`, `demande 42`, `dossier n° 42`: a bare number in a sentence is a house or an hour, not a request.
_NAMED_NUMBER = re.compile(
    r"(?:#\s?|\b(?:demande|dossier|request|ref|reference)\s?(?:n\s?[o°º]?\s?|num(?:ero)?\s?|:\s?|#\s?)?)"
    r"([0-9]{1,7})(?![0-9-])(?!\s?/)"
)
_NUMBER = re.compile(r"([0-9]{1,7})(?![0-9A-Za-z-])")
#: `42 toujours rien`, `42: merci`; but `42 rue de la Gare` and `42 bis` are addresses.
_LEADING_NUMBER = re.compile(r"([0-9]{1,7})(?:$|\s?[:,;.!\u2013-](?=\s|$)|\s(?!\s*[0-9]))\s*([^\W\d_]{0,20})")
_AFTER_HOUSE_NUMBER = {
    "rue", "r", "av", "avenue", "bd", "bld", "boulevard", "place", "pl", "chemin", "ch", "allee", "allees", "impasse",  # noqa: E501
    "imp", "quai", "cours", "route", "rte", "square", "passage", "voie", "sentier", "cite", "residence", "lotissement",  # noqa: E501
    "hameau", "lieu", "faubourg", "fg", "esplanade", "rond", "bis", "ter", "quater", "b", "t", "street", "road",  # noqa: E501
    "h", "heures", "minutes", "min", "jours", "semaines", "mois", "ans", "m", "metres", "cm", "km", "euros", "et", "a",  # noqa: E501
}  # fmt: skip


#: What no signature has, and the most words of one.
_NO_NAME = re.compile(r"[0-9?!]")
_NAME_WORDS = 4


def read_citizen_text(text: str, survey_asked: bool = False) -> CitizenText:
    """The command in `text`, accent- and case-blind; anything doubtful is a `message`, which loses nothing.

    Only when `survey_asked` is `4` a score; else it is the start of a message.
    `STOP aux dépôts sauvages` and `arrêt de bus cassé` are messages: opt-out words count only alone.
    Linear in `text`.
    """
    whole = unglued(text[:MAX_CHARACTERS].strip())
    folded = _fold(whole[:400])
    words = _WORD.findall(folded)
    bare = [w for w in words if w not in POLITE]
    if not words:
        # `?` and the like are words; blanks, dots and emoji alone are for a person to read.
        return CitizenText("message", text=whole)
    if len(bare) == 1 and len(whole) <= 80 and (alone := _alone(bare[0])):
        return CitizenText(alone)
    if asks_to_stop(whole):
        return CitizenText("stop")
    if (language := language_asked(bare)) is not None and len(whole) <= 80:
        return CitizenText("language", language=language)
    first = words[0]
    if first in NEW:
        return CitizenText("new", text=_after_first_word(whole))
    if first in CANCEL:
        found = _cancel(whole)
    elif first in TRACK:
        found = _track(whole, bare)
    else:
        found = _message(whole)
    if found.intent != "message":
        return found
    if (asked := _asked_in_words(whole)) is not None:
        return asked
    scored = read_score(whole) if survey_asked else None
    if scored is not None:
        return CitizenText("score", text=scored.comment, score=scored.mark)
    return found


def _asked_in_words(whole: str) -> CitizenText | None:
    """« Je voudrais annuler la 16 », and a command with its writer's name below, are read as in a mail; a
    command counts only when it names the request.
    """
    first, _, below = whole.partition("\n")
    signed = below.strip()
    is_name = bool(signed) and not _NO_NAME.search(signed) and len(signed.split()) <= _NAME_WORDS
    asked = read_citizen_mail("", first if is_name else whole)
    is_sure = asked.names_a_request and asked.intent in ("cancel", "track")
    return asked if is_sure else None


def _alone(word: str) -> Intent | None:
    if asks_to_stop(word):
        return "stop"
    if word in START:
        return "start"
    return "help" if word in HELP else None


def _message(whole: str) -> CitizenText:
    reference, number, codes = _names(whole)
    return CitizenText("message", text=whole, reference=reference, number=number, codes=codes)


def _names(whole: str) -> tuple[Reference | None, int | None, tuple[str, ...]]:
    reference = Reference.find(whole)
    number = None
    if reference is None:
        folded = _fold(whole)
        found = _NAMED_NUMBER.search(folded)
        if found is None and (first := _LEADING_NUMBER.match(folded)) and first[2] not in _AFTER_HOUSE_NUMBER:
            found = first
        number = int(found[1]) if found else None
    return reference, number or None, codes_in(whole)


def _track(whole: str, bare: list[str]) -> CitizenText:
    rest, name = _leading_name(_after_first_word(whole))
    if any(w not in POLITE for w in _WORD.findall(_fold(rest))):
        return _message(whole)
    if not name.names_a_request and len(bare) > 1:
        return _message(whole)
    return CitizenText("track", reference=name.reference, number=name.number, codes=name.codes)


def _cancel(whole: str) -> CitizenText:
    after = _after_first_word(whole)
    rest, name = _leading_name(after)
    others = [w for w in _WORD.findall(_fold(rest)) if w not in POLITE]
    if not name.names_a_request and others:
        return _message(whole)  # `annuler mon rendez-vous` says what, but names no request
    if name.number is not None and others and rest[:1] not in ",;:.-–(":
        return _message(whole)  # `annuler 42 rue de la Gare` may be a house
    reason = rest.lstrip(" ,;:.-–") if others else ""
    return CitizenText("cancel", text=reason, reference=name.reference, number=name.number, codes=name.codes)


def _leading_name(text: str) -> tuple[str, CitizenText]:
    """What follows the request named at the start of `text`, and that name."""
    position = 0
    for found in _WORD.finditer(text):
        word = _fold(found[0])
        if word in LINK or word == "#":
            continue
        position = found.start()
        break
    rest = text[position:]
    full = re.match(r"20[0-9]{2}-[0-9]{1,7}(?![0-9-])", rest)
    if full:
        try:
            return rest[full.end() :].strip(), CitizenText("track", reference=Reference.parse(full[0]))
        except InvalidValue:
            return text, CitizenText("track")
    short = codes_in(rest[:7])
    if short:
        length = 7 if rest[3:4] in ("-", " ") else 6
        return rest[length:].strip(), CitizenText("track", codes=short)
    number = _NUMBER.match(rest)
    if number and int(number[1]):
        return rest[number.end() :].strip(), CitizenText("track", number=int(number[1]))
    return text.strip(), CitizenText("track")


def _after_first_word(whole: str) -> str:
    found = _WORD.search(whole)
    return whole[found.end() :].lstrip(" \t\n:,.;!-–") if found else ""


def _fold(text: str) -> str:
    """Lower case without accents, one character for one, so that positions are those of `text`."""
    return "".join(_fold_character(c) for c in text)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    first = unicodedata.normalize("NFD", character)[0].lower()
    return first if len(first) == 1 else character
