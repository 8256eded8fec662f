"""To whom words of staff are said: to the requester, among colleagues, or nobody can tell.

The principle: an answer is published only when it speaks to the requester: a greeting with a civility,
« votre demande », « je vous rappelle », excuses, thanks for what they did. What speaks inside is kept,
whatever else stands beside it: a colleague's name, « tu », the requester in the third person, a code, a
bill, somebody else's mail. What shows neither is kept too, and its writer is asked.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise

from intake.words.lexicon.addressing import (
    ASKED_OF_THEM,
    CIVILITIES,
    HOUSE,
    INSIDE,
    OF_A_COLLEAGUE,
    OFFICES,
    REQUESTER,
    TO_EITHER,
    TO_ONE_COLLEAGUE,
    WILL_ANSWER_THEM,
)
from intake.words.sentences import Letter, read_letter
from intake.words.staff.called import is_called, speaks_below
from intake.words.staff.names import names_of_staff
from models.folding import fold, words
from models.organisation import Organisation

_LONGEST = max(len(phrase.split()) for phrase in INSIDE | REQUESTER)
#: Letters and digits in one word (`4471B`), a price, a line of somebody else's mail.
_SECRET = re.compile(r"(?<!\w)(?=[a-z]{0,2}\d{3,6}[a-z]{1,2}(?!\w)|[a-z]{1,3}-?\d{3,8}(?!\w))[\w-]{4,12}")
_PRICE = re.compile(r"\d ?(?:€|euros?)(?!\w)")
_FORWARDED = re.compile(
    r"^\s*(?:>|-{3,}|(?:de|from|objet|subject|envoye|sent|a|to|cc|tr|re|fwd?) ?: ?\S)", re.MULTILINE
)
#: Longer texts are read to the end by people before they leave.
_WORDS = 3000
#: Characters of a name.
_NAME = 120


class Address(StrEnum):
    """To whom something is said."""

    REQUESTER = "requester"
    COLLEAGUES = "colleagues"
    UNSURE = "unsure"


def address_of(
    text: str, organisation: Organisation | None = None, *, letter: Letter | None = None, asker: str = ""
) -> Address:
    """To whom `text`, an agent's own words without the quoted history, is said. One pass over its words.

    `organisation` says who the colleagues are: a greeting to one of them speaks inside; `asker` is the name of
    whoever asked, as they wrote it: a greeting to them, and to no colleague, speaks to them. `letter` is `text`
    in its parts, where somebody has read them.
    """
    letter = read_letter(text) if letter is None else letter
    if letter.cut or not letter.sentences:
        return Address.UNSURE
    body = fold(letter.body)
    said = words(body)
    if len(said) > _WORDS:
        return Address.UNSURE
    colleagues = names_of_staff(organisation) if organisation is not None else frozenset()
    greeted = _greeted(letter, colleagues, asker)
    if greeted is Address.COLLEAGUES or _speaks_inside(text, body, said, letter):
        return Address.COLLEAGUES
    if _PRICE.search(body) and (
        _has(said, HOUSE) or not (greeted is Address.REQUESTER or _has(said, REQUESTER))
    ):
        # What a meal costs is told; what a supplier asks is not.
        return Address.COLLEAGUES
    if greeted is Address.REQUESTER:
        return Address.UNSURE if _only_names_them(text, letter, said) else Address.REQUESTER
    if not letter.greeting and not letter.closing and all(sentence.asks for sentence in letter.sentences):
        # « Qui s'occupe de ça chez vous ? » may be asked of a colleague as well.
        return Address.UNSURE
    # « Ma collègue Aurélie Poncet, qui vous répondra » is told to whoever is answered.
    introduced = _has(said, WILL_ANSWER_THEM) and _has(said, REQUESTER - WILL_ANSWER_THEM)
    matters_of_the_house = _has(said, HOUSE - _INTRODUCED if introduced else HOUSE) or (
        not introduced and not colleagues.isdisjoint(said)
    )
    if _speaks_to_them(letter, body, said):
        return Address.UNSURE if matters_of_the_house else Address.REQUESTER
    return Address.COLLEAGUES if matters_of_the_house else Address.UNSURE


def _only_names_them(text: str, letter: Letter, said: list[str]) -> bool:
    """« Madame Guyon, troisième appel ce matin »: a civility at the head of a line that goes on, with no « vous » and
    no farewell, may as well be a remark about her.
    """
    if letter.closing or not _HELLOS.isdisjoint(words(fold(letter.greeting))) or not _YOU.isdisjoint(said):
        return False
    head = text.strip().partition("\n")[0]
    return len(words(fold(head))) > len(words(fold(letter.greeting)))


_YOU = frozenset(["vous", "votre", "vos", "you", "your"])


def _speaks_to_them(letter: Letter, body: str, said: list[str]) -> bool:
    """Whether words speak to whoever asked: by what only they are told, or have; in a letter, by « votre » anything."""
    alone = not letter.greeting and not letter.closing
    signs = REQUESTER - TO_EITHER if alone else REQUESTER
    if _has(said, signs) or _has(words(fold(letter.closing)), signs) or _VOCATIVE.search(body):
        return True
    if alone:
        return False
    theirs = any(
        your in ("votre", "vos") and len(thing) > 2 and thing not in OF_A_COLLEAGUE
        for your, thing in pairwise(said)
    )
    return theirs or _has(said, ASKED_OF_THEM)


#: « … dès maintenant, madame. »: a civility alone, called out between marks.
_VOCATIVE = re.compile(
    r"(?<!\w)(?<!la )(?<!le )(?<!ce )(?<!avec )(?<!a )(?<!de )(?<!chez )(?<!par )(?<!pour )(?<!et )(?:madame|monsieur)(?= ?[,.!]| ?$)",
    re.MULTILINE,
)
_INTRODUCED = frozenset(["collegue", "mon collegue", "ma collegue", "collegues", "les collegues"])


def greets_a_stranger(text: str, organisation: Organisation) -> bool:
    """Whether `text` greets somebody by a name that is no colleague's: a colleague of another house, or whoever
    asked, under a name that they did not write. Linear in `text`.
    """
    names = [word for word in words(fold(read_letter(text).greeting)) if word not in _HELLOS]
    return bool(names) and OFFICES.isdisjoint(names) and names_of_staff(organisation).isdisjoint(names)


def _greeted(letter: Letter, colleagues: frozenset[str], asker: str) -> Address:
    """Whom the greeting names: a civility the requester, a first name or an office of the house a colleague."""
    said = words(fold(letter.greeting))
    names = [word for word in said if word not in _HELLOS]
    if names == ["a", "vous"]:
        return Address.UNSURE
    if not names:
        return Address.UNSURE
    if OFFICES.intersection(names) or colleagues.intersection(names):
        return Address.COLLEAGUES
    if colleagues and {word for word in names if len(word) > 2} & set(words(fold(asker[:_NAME]))) == set(
        names
    ):
        return Address.REQUESTER
    return Address.REQUESTER if CIVILITIES.intersection(names) else Address.COLLEAGUES


_HELLOS = frozenset(
    [
        "bonjour",
        "bonsoir",
        "salut",
        "hello",
        "hi",
        "coucou",
        "bjr",
        "bsr",
        "re",
        "good",
        "morning",
        "afternoon",
        "evening",
    ]
)


def _speaks_inside(text: str, body: str, said: list[str], letter: Letter) -> bool:
    # « Votre demande a été traitée » is no « demande à … ».
    asked = [
        "requete" if word == "demande" and said[at - 1 : at] in (["votre"], ["la"], ["cette"]) else word
        for at, word in enumerate(said)
    ]
    if any(sentence.note for sentence in letter.sentences) or _has(asked, INSIDE):
        return True
    if _SECRET.search(body) or _FORWARDED.search(fold(text[:20_000])):
        return True
    # A colleague called by name: « Alain, tu … », « (Yannick : vas-y) ».
    if any(
        opening and opening[0] in TO_ONE_COLLEAGUE
        for opening in map(words, map(fold, (s.text for s in letter.sentences)))
    ):
        return True
    return is_called(letter) or speaks_below(letter)


def _has(said: list[str], phrases: frozenset[str]) -> bool:
    return any(
        " ".join(said[at : at + length]) in phrases
        for at in range(len(said))
        for length in range(1, min(_LONGEST, len(said) - at) + 1)
    )
