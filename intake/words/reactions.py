"""Reactions: a tap on somebody's message that a program turned into words or into an emoji.

    tapback  = verb-of-liking quoted-message               « A aimé « Votre demande est terminée » », Liked “…”
             / emoji ("à" / "to") quoted-message           « 👍 à « … » »
             / "A réagi" emoji "à" quoted-message          Reacted 👍 to “…”
    emoji    = 1 to 4 pictures and nothing else            « 👍 »
    mail     = emoji, [name "a réagi via Gmail"]           the plain part of Gmail's reaction

Each pattern is anchored at the start of at most 2,000 characters, its pieces cannot share a character.
"""

from __future__ import annotations

import re

from intake.words.lexicon.feelings import SAD_SIGNS

_EMOJI = (
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
# A picture, and what modifies it: skin, variant, joiner and the next one.
_PICTURE = rf"{_EMOJI}[\ufe0e\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]{{0,6}}"
_ALONE = re.compile(rf"\s*((?:{_PICTURE}\s{{0,2}}){{1,4}}|[:;]-?[)D]|<3)\s*")
_LIKED = re.compile(
    r"\s*(?P<kind>a (?:aim[ée]|ador[ée]|ri (?:de|à|à cause de)|soulign[ée]|mis en (?:avant|[ée]vidence)|pas aim[ée]|questionn[ée])|n['’]a pas aim[ée]|"
    r"(?:j['’]|vous )?aim(?:e|ez|[ée])|j['’]adore|(?:a )?retir[ée] (?:un|une|le|son)[^«“\"]{2,40}|"
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [a-z ]{2,30} from)"
    r"\s{0,3}:?\s{0,3}(?:une? (?:image|photo|vid[ée]o|message)|an (?:image|attachment)|a (?:photo|movie|message)|"
    r"[«“\"„]\s?(?P<words>.{0,1900})[»”\"“…]?)\s*[.…]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_REACTED = re.compile(
    rf"\s*(?:a r[ée]agi (?:avec )?|reacted (?:with )?)?(?P<kind>{_PICTURE})\s{{0,3}}(?:à|au message|to)\s{{0,3}}:?\s{{0,3}}"
    rf"[«“\"„].{{0,1900}}[»”\"“…]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_BY_MAIL = re.compile(
    rf"\s*(?P<kind>{_PICTURE})\s{{1,6}}[^\n]{{1,120}}(?:a r[ée]agi (?:via|avec|à)|reacted (?:via|to|with|using))\b[^\n]{{0,200}}(?:\n[^\n]{{0,200}}){{0,4}}\s*",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    rf"\s*(?:(?P<first>{_PICTURE})\s{{0,3}})?[^\W\d_][^\n:]{{1,120}}? (?:a r[ée]agi|reacted) (?:(?:avec|with) )?"
    rf"(?:(?P<kind>{_PICTURE}) ?)?(?:à|to) (?:votre|your) (?:message|mail|e-?mail|courriel)\s{{0,3}}:?\s*",
    re.IGNORECASE,
)
_LONGEST = 2_000


def find_reaction(text: str, *, by_mail: bool = False) -> str:
    """The emoji or the words of a reaction that is all a text holds, '' when it says anything else.

    `by_mail`: the forms of Gmail and Outlook count too, which name the person before they say what was done.
    Linear in `text`.
    """
    if not text.strip() or len(text) > _LONGEST:
        return ""
    if alone := _ALONE.fullmatch(text):
        return alone[1].strip()
    for pattern in (_LIKED, _REACTED):
        if (found := pattern.fullmatch(text)) and _ends_quoted(text):
            return found["kind"].strip()
    if by_mail:
        if found := _BY_MAIL.fullmatch(text):
            return found["kind"].strip()
        if found := _OUTLOOK.fullmatch(text):
            return (found["first"] or found["kind"] or "👍").strip()
    return ""


def is_sad(reaction: str) -> bool:
    """Whether what `find_reaction` found says that somebody is not content: « 👎 », « n'a pas aimé ». Linear in
    `reaction`.
    """
    said = reaction.casefold()
    return not SAD_SIGNS.isdisjoint(said) or any(each in said for each in ("pas aim", "dislike", "question"))


def _ends_quoted(text: str) -> bool:
    """Whether nothing stands behind the quoted message: else somebody quotes it to say something of it."""
    bare = text.rstrip(" .\n\xa0")
    last = max((bare.rfind(mark) for mark in '»”"'), default=-1)
    return last < 0 or last == len(bare) - 1
