"""Clauses told by their classes alone: any thing, place, material or tool, and a participle that ends a work.

« Grille d'égout recalée hier par l'équipe », « j'ai scarifié la pelouse du square », « contrôle effectué au gymnase ».
The tables of the grammar list ways of speaking; here every word has to belong to a class that may stand open. A word
that denies, limits, puts off, prepares or hurts, and anybody who is none of us, closes the clause: it orders nothing.
Each stretch between two marks is walked once for each remark that may end it.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.words.lexicon.open_acts import STEPS
from intake.words.orders.grammar.open_beside import RECIPIENTS, may_stand_beside
from intake.words.orders.grammar.open_words import (
    ALSO,
    CLOSING,
    ENDS,
    INDEFINITE,
    JOINING,
    LISTED,
    NEVER,
    PARTICIPLES,
    Verb,
    clause_end,
    ends_nothing,
    longest,
    parts_of,
)
from intake.words.orders.tokens import Words

_CHECKED = frozenset(["CHECKED"])
_CIRCUMSTANCE = frozenset(["CIRC"])
#: Parts of which one stands in every ended work.
ENDING = PARTICIPLES | {"OPEN", "WEHAVE", "JUSTNOW", "CHECKED", "WENT"}
#: Parts that a participle which no list knows may seem to play.
_UNLISTED = frozenset(["OPEN", "NOUNTOO", "ADJ", "NAME", "CAP", "BROUGHT"])
_INFINITIVES = frozenset(["INF", "INFDO", "INFCLEAR"])
#: Things that a verb nobody listed may have been done to, when we say that we did it.
_DONE_TO = frozenset(["THING", "TREE", "HOLE", "VESSEL", "JUNK", "SURFACE"])
#: What is taken away when it is cleared; a part of a thing that was taken off is not mended.
_TAKEN_AWAY = frozenset(["JUNK", "TREE", "VESSEL", "OPEN"])
_MENDS = frozenset(["MENDED", "FIX", "SETIN", "PUT", "SWAPPED", "FILLED", "EMPTIED", "ISSUED"])
OF = frozenset(["de", "du", "d"])
_WORK = (
    "age",
    "ages",
    "ation",
    "ations",
    "ition",
    "itions",
    "ection",
    "ections",
    "sion",
    "issement",
    "uction",
)


def open_ends(words: Words, at: int) -> Iterator[tuple[str, int]]:
    """(kind, end) of each clause that is told by its classes and begins at `at`."""
    last = clause_end(words, at)
    for end in (last, *(place for place in range(at + 2, last) if _remark_begins(words, place))):
        if _we_did(words, at, end) or _was_done(words, at, end):
            yield "mended", end
        elif at and _beside(words, at, end):
            yield "also", end


def _beside(words: Words, at: int, end: int) -> bool:
    """« (…, ) testé avec la directrice », « 2 pavés changés »: what else was done, which ends nothing by itself."""
    if longest(words, at, end, _CHECKED) > at and words.tokens[at].text not in NEVER:
        return may_stand_beside(words, at + 1, end, Verb(at, at + 1, frozenset(["CHECKED"])))
    if not (words.tokens[at].text in INDEFINITE or words.tokens[at].text.isdigit()) or at + 1 >= end:
        return False
    return _was_done(words, at + 1, end)


def may_begin(words: Words, at: int) -> bool:
    """Whether a clause told by its classes may begin at `at`: first, after a mark, after « ok », « bonjour »."""
    return (
        at == 0
        or words.tokens[at - 1].text in ("et", "puis", "+")
        or any(
            edge.part in ("SEP", "ASSENT", "VOCATIVE", "THANKS") and edge.end == at
            for edge in words.edges[at - 1]
        )
    )


def _remark_begins(words: Words, at: int) -> bool:
    """Whether a remark of its own may begin at `at` without a mark: « et tables livrées », « ça remarche », « merci »."""
    return words.tokens[at].text == "et" or any(
        edge.part in ("LIT", "WORKS", "GOODSTATE", "SAFE", "GONE", "THANKS", "CITED", "ASSENT")
        for edge in words.edges[at]
    )


def _is_open_participle(words: Words, at: int) -> bool:
    """« Réencodé », « ressoudées »: a regular participle of doing again that no list knows, told by its accent.

    Other verbs may say how the thing was found: « poteau couché », « voiture garée ».
    """
    token = words.tokens[at]
    again = token.participle and token.text.startswith("re") and len(token.text) > 6
    return again and not parts_of(words, at) - _UNLISTED and not ends_nothing(token.text)


def _verb(words: Words, at: int, end: int) -> Verb | None:
    """The first participle from `at` on that may end a work."""
    for place in range(at, end):
        found = longest(words, place, end, PARTICIPLES)
        if found > place and words.tokens[place].text not in NEVER:
            named = frozenset(e.part for e in words.edges[place] if e.end == found)
            return Verb(place, found, named)
        if _is_open_participle(words, place):
            return Verb(place, place + 1, frozenset(["MENDED"]))
    return None


def _was_done(words: Words, at: int, end: int) -> bool:
    """« Grille d'égout recalée hier », « la serrure du gymnase a été changée »."""
    while (lead := longest(words, at, end, frozenset(["PAST", "PASTDAY", "ASSENT"]))) > at:
        at = lead
    if at >= end or words.tokens[at].text in INDEFINITE or words.tokens[at].text.isdigit():
        return False
    if (head := at + (words.tokens[at].text in JOINING)) >= end:
        return False
    verb = _verb(words, head + 1, end)
    while verb is not None:
        subject = _before_copula(words, head + 1, verb.start)
        if (
            _ends_on(words, head, verb)
            and may_stand_beside(words, head, subject, verb)
            and may_stand_beside(words, verb.end, end, verb)
        ):
            return True
        verb = _verb(words, verb.start + 1, end)
    return False


def _before_copula(words: Words, first: int, verb: int) -> int:
    """Where « a été », « est bien » before the participle begins; `verb` when there is none."""
    for place in range(max(first, verb - 4), verb):
        reached = longest(words, place, verb, frozenset(["COP"]))
        if reached > place and (reached == verb or longest(words, reached, verb, frozenset(["ALL"])) == verb):
            return place
    return verb


def _ends_on(words: Words, head: int, verb: Verb) -> bool:
    """Whether what is said of the thing at `head` ends a work on it."""
    text, parts = words.tokens[head].text, {edge.part for edge in words.edges[head]}
    if text in NEVER or parts & CLOSING or (words.tokens[head].participle and not parts & LISTED):
        return False
    if "DONE" in verb.parts and text not in STEPS and ("WORK" in parts or text.endswith(_WORK)):
        return not parts & {"PATROL"}
    if "WORK" in parts and words.tokens[verb.start].text.startswith(("enregistr", "effectu", "realis")):
        return text not in STEPS
    put_back = "SETIN" in verb.parts and longest(words, verb.end, len(words.tokens), _CIRCUMSTANCE) > verb.end
    if "GIVENBACK" in verb.parts and not put_back:
        # To whom says that it is over: « badge rendu » may have come back to us.
        told = any(edge.part == "TOWHOM" for edges in words.edges[verb.end :] for edge in edges)
        return told or not RECIPIENTS.isdisjoint(words.texts(verb.end))
    if "GUARD" in parts:
        return not verb.parts.isdisjoint(("MENDED", "FIX"))
    return any(kind in parts and not verb.parts.isdisjoint(ends) for kind, ends in ENDS.items())


def _we_did(words: Words, at: int, end: int) -> bool:
    """« On a refait le marquage », « je viens de vider la corbeille », « jai changer le ballast »."""
    just = longest(words, at, end, frozenset(["JUSTNOW"]))
    if (
        just == at
        and words.tokens[at].text != "sur"
        and (went := longest(words, at, end, frozenset(["WENT"]))) > at
    ):
        # « On est passés (à 3) enlever le matelas »: who went and did; « passés pour … » may not have.
        counted = words.tokens[went].text == "a" and words.texts(went + 1, went + 2)[:1] if went < end else []
        just = went + 2 if counted and (counted[0].isdigit() or counted[0] in INDEFINITE) else went
        if longest(words, just, end, frozenset(["INFDO", "INFCLEAR"])) == just:
            return False
    spoken = max(just, longest(words, at, end, frozenset(["WEHAVE"])))
    spoken = longest(words, spoken, end, frozenset(["ALL"]))
    if spoken == at or spoken >= end:
        return False
    # What sounds alike is written alike: « j'ai changer ».
    wanted = _INFINITIVES if just > at else _INFINITIVES | ALSO - {"DONE", "CHECKED", "ALSODONE"}
    done = longest(words, spoken, end, wanted)
    listed = done > spoken
    if not listed:
        done = spoken + 1
        regular = words.tokens[spoken].text.endswith(("er", "ir") if just > at else ("e", "er"))
        if not regular or len(words.tokens[spoken].text) < 6:
            return False
    if done >= end or ends_nothing(words.tokens[spoken].text.replace("er", "e")):
        return False
    if words.tokens[done].text in INDEFINITE or words.tokens[done].text in OF:
        return False
    head = done + (words.tokens[done].text in JOINING)
    if head >= end:
        return False
    parts = {edge.part for edge in words.edges[head]}
    if parts & CLOSING or words.tokens[head].text in NEVER:
        return False
    said = {edge.part for edge in words.edges[spoken] if edge.end == done}
    if "CLEAR" in said and said.isdisjoint(_MENDS):
        # « J'ai démonté le moteur » only begins; « j'ai démonté le nid » ends.
        known = _TAKEN_AWAY
    else:
        known = _DONE_TO | {"OPEN", "PLACE"} if listed else _DONE_TO
    verb = Verb(spoken, done, frozenset(["MENDED"]))
    return bool(parts & known) and may_stand_beside(words, head, end, verb)
