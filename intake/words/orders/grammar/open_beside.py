"""What may stand beside a participle that ends a work: where, when, with what, by us, for whom; never a part, nor others."""

from __future__ import annotations

from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_beside import MATES, MEANS
from intake.words.orders.grammar.open_words import (
    INDEFINITE,
    JOINING,
    NEVER,
    Verb,
    longest,
    may_stand,
    parts_of,
)
from intake.words.orders.tokens import Words

#: Parts that may stand anywhere in an ended work: when, how, where to, by us.
HARMLESS = frozenset(
    ["PAST", "PASTDAY", "TIME", "HOW", "DUMP", "TOWHOM", "ATPLACE", "WHEREYOU", "BY", "NEW", "ALL", "SCHOOLPLACE", "FRONT", "CIRC", "OFF", "REL"]
)  # fmt: skip
_SENT_WELL = frozenset(["PAST", "PASTDAY", "TIME", "TOWHOM", "SCHOOLPLACE"])
_BY_US = frozenset(["SERVICE", "AGENT", "CREW"])
_SENT = (
    "transmi",
    "envoy",
    "adress",
    "expedi",
    "post",
    "renvoy",
    "retourn",
    "reexpedi",
    "parti",
    "notifi",
    "remis",
    "rendu",
    "depos",
    "donn",
    "restitu",
)
#: Who may be handed what an office made; an authority goes on with it.
RECIPIENTS = word_set(
    """proprietaire proprietaires locataire famille client cliente dame monsieur demandeur demandeuse usager usagere riverain riveraine
    jeune jeunes parent parents eleve eleves mari femme fils fille frere soeur pere mere papa maman habitant habitante occupant
    interesse interessee personne titulaire"""
)
_LENGTHS = (["m"], ["ml"], ["metre"], ["metres"], ["km"], ["cm"])
_DAYS_GONE = frozenset(["hier", "avant"])


def may_stand_beside(words: Words, at: int, end: int, verb: Verb) -> bool:
    """Whether all words from `at` to `end` belong to classes that may stand open beside `verb`."""
    office = not verb.parts.isdisjoint(("ISSUED", "GIVENBACK"))
    away = at >= verb.end and not verb.parts.isdisjoint(("CLEAR", "CUT", "EMPTIED", "FELLED"))
    while at < end:
        text = words.tokens[at].text
        if away and text in ("sur", "dans"):
            return False
        if at == verb.end and "OPEN" in parts_of(words, at) and not words.tokens[at].capital:
            # « La fuite réparée refuit »: what follows without a joint may be a verb.
            return False
        if text in ("sur", "et") and _counts(words, at) and words.texts(at + 2, at + 3) not in _LENGTHS:
            return False
        sent_to = office and text in ("a", "au", "aux") and _is_sent(words, verb)
        # « Transmis au parquet » goes on there: whom it went to must be one who may be handed it.
        further = longest(words, at, end, _SENT_WELL if sent_to else HARMLESS)
        if further > at and words.tokens[further - 1].text in _DAYS_GONE:
            further = longest(words, further, end, frozenset(["MOMENT"]))
        if further == at and office:
            further = _office(words, at, end)
        if further == at and text in ("par", "avec"):
            further = _by_us(words, at + 1, end) if text == "par" else at
            if text == "par" and _is_dated(words) and (firm := longest(words, at, end, _FIRMS)) > at:
                # What a firm did is done when it says when it was: « par la société de nettoyage hier ».
                trade = firm + 2 if words.texts(firm, firm + 1) in (["de"], ["d"]) else firm
                further = trade if trade <= end else firm
            further = max(further, mates_end(words, at + 1, end), _means(words, at + 1, end))
        if further == at and text in ("au", "a"):
            further = max(_means(words, at + 1, end), _how_many(words, at + 1, end))
        if further == at and text == "en":
            further = longest(words, at + 1, end, frozenset(["INMINUTES"]))
            further = at if further == at + 1 else further
        kept_here = not (office and _is_sent(words, verb))
        if further == at and office:
            further = _to_somebody(words, at, end)
        if further == at and kept_here and text in ("au", "aux"):
            further = at + 1
        if further == at:
            further = longest(words, at, end, _BY_US) if text not in JOINING else at
            # « équipe voirie », « avec Karim »: whoever is named is one of us.
            further = further if further > at and at and words.tokens[at - 1].text in ("avec", "par") else at
        if further == at and not may_stand(words, at, before=at < verb.start):
            return False
        at = max(further, at + 1)
    return True


def _office(words: Words, at: int, end: int) -> int:
    """The end of « à partir de lundi », « pour Lina », « pour les jumeaux », said of what an office files; `at` if none."""
    since = longest(words, at, end, frozenset(["FROMDAY"]))
    if since > at and words.tokens[at].text == "a":
        day = longest(words, since, end, frozenset(["DATE"]))
        return day if day > since else at
    if words.tokens[at].text == "pour" and at + 1 < end:
        whom = at + 1 + (words.tokens[at + 1].text in JOINING)
        known = words.edges[whom] if whom < end else ()
        if any(edge.part in ("OPEN", "NAME", "CAP", "CHILD") for edge in known) and may_stand(words, whom):
            return whom + 1
    return at


def _is_sent(words: Words, verb: Verb) -> bool:
    """Whether what an office made went to somebody, who may be an authority that goes on with it."""
    return words.tokens[verb.start].text.startswith(_SENT)


def _to_somebody(words: Words, at: int, end: int) -> int:
    """The end of « (remis) au jeune », « à la personne », « à son propriétaire »; `at` when nobody is named so."""
    if words.tokens[at].text not in ("a", "au", "aux"):
        return at
    whom = (
        at
        + 1
        + (at + 1 < end and words.tokens[at + 1].text in ("la", "l", "son", "sa", "ses", "leur", "leurs"))
    )
    if whom >= end:
        return at
    text = words.tokens[whom].text
    known = {edge.part for edge in words.edges[whom]} & {"PERSON", "PERSONS", "CHILD", "NAME"}
    return whom + 1 if known or text in RECIPIENTS else at


def _by_us(words: Words, at: int, end: int) -> int:
    """The end of « (par) l'équipe voirie », « (par) un neuf »; one before `at` when somebody else is named."""
    start = at
    team = longest(words, at, end, frozenset(["TEAM"]))
    at = team + (team < end and words.tokens[team].text in ("de", "du", "des", "la", "d"))
    reached = longest(words, at, end, _BY_US)
    if reached > at or team > start:
        return max(reached, team)
    if at + 1 < end and words.tokens[at].text in ("un", "une", "des", "du"):
        parts = parts_of(words, at + 1)
        return at + 2 if "NEWADJ" in parts else start - 1
    if at < end and "CAP" in parts_of(words, at) and words.tokens[at].text not in NEVER and _is_dated(words):
        # Whoever bears a name that no list knows may be a colleague or a firm: done when it says when it was.
        return at + 1
    return start - 1


def mates_end(words: Words, at: int, end: int) -> int:
    """The end of « (par) mon équipe », « (avec) mes deux collègues »; one before `at` when they are none of ours."""
    whose = at
    while whose < end and whose < at + 2 and words.tokens[whose].text in _OURS:
        whose += 1
    return whose + 1 if whose < end and words.tokens[whose].text in MATES else at - 1


def _means(words: Words, at: int, end: int) -> int:
    """The end of « (au) camion hydrocureur », « (avec) la nacelle »; one before `at` when no tool of ours is named."""
    tool = at + (at < end and words.tokens[at].text in ("le", "la", "l", "notre", "un", "une", "nos", "les"))
    if tool >= end or words.tokens[tool].text not in MEANS:
        return at - 1
    which = tool + 1 < end and (words.tokens[tool + 1].text in MEANS or "ADJ" in parts_of(words, tool + 1))
    return tool + 1 + which


def _how_many(words: Words, at: int, end: int) -> int:
    """The end of « (à) 3 », « (à) deux »: how many we were; one before `at` when it counts something."""
    last = at + 1 == end or (at + 1 < end and not words.tokens[at + 1].text.isalnum())
    count = at < end and (
        words.tokens[at].text.isdigit() or words.tokens[at].text in ("deux", "trois", "quatre")
    )
    return at + 1 if count and last else at - 1


_FIRMS = frozenset(["BYFIRM"])
#: Whose mates they are: ours.
_OURS = frozenset(["mon", "ma", "mes", "nos", "notre", "deux", "trois"])


def _is_dated(words: Words) -> bool:
    return any(edge.part in ("PAST", "PASTDAY") for edges in words.edges for edge in edges)


def _counts(words: Words, at: int) -> bool:
    """« 2 sur 3 », « un sur deux », « les 12 et 14 »: a part."""
    after, before = words.texts(at + 1, at + 2), words.texts(max(0, at - 1), at)
    counted = [
        bool(each) and (each[0].isdigit() or each[0] in INDEFINITE - {"un", "une", "des"})
        for each in (before, after)
    ]
    return all(counted) if words.tokens[at].text == "et" else counted[1]
