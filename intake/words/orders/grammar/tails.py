"""What may stand before or after an order that is whole by itself, in words that nobody can list.

« Lampadaire rue Zola : réparé » names first what it is about; « Serrure changée, modèle renforcé trois points »
says with what. Both are phrases without a verb: nouns, adjectives, numbers and what joins them. A word that
denies, limits, doubts, names a trouble, another doer or a stopgap is none of these.
"""

from __future__ import annotations

from intake.words.lexicon.feelings import ONGOING, TROUBLE
from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.open_beside import GOES_WRONG, TROUBLE_NAMED, WEAK
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.grammar.open_words import ends_nothing
from intake.words.orders.tokens import Words

#: Parts of which one makes a word a noun, or what belongs to one.
_NOMINAL = frozenset(
    ["THING", "PAPER", "PLACE", "OPEN", "ADJ", "NEWADJ", "NUM", "TIME", "PAST", "PASTDAY", "HOW", "ATPLACE", "HOLE", "VESSEL", "TREE", "BIS"]
)  # fmt: skip
#: Parts of which one makes it something else: a state of trouble, litter, an act, somebody.
_OTHER = frozenset(
    ["FAULTY", "FALSE", "FIX", "CLEAR", "CUT", "PUT", "MENDED", "DONE", "PLAN", "REFUSE", "TAKE", "TAKEN", "WAITHEAD", "WAITOURS", "WAITTHEIRS",
     "REFUSEHEAD", "REOPEN", "GIVE", "DATE", "REF", "AGENT", "SERVICE", "PERSONS", "PERSON", "BODY", "DOER", "INF", "FUT", "VERB", "TROUBLE",
     "GUARD", "ORDERED", "PRIVATE", "NOTOURS", "DUP", "MISTAKE", "CLOSE"]
)  # fmt: skip
_JOINING = frozenset(
    ("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "au", "aux", "a", "en", "avec", "dans", "sur", "sous", "et", "deux",
     "trois", "quatre")
)  # fmt: skip
_NEVER = (
    BLOCKERS
    | STOPGAPS
    | TROUBLE
    | ONGOING
    | frozenset(
        ("froid", "conseille", "recommande", "necessaire", "souhaitable", "indispensable", "urgent", "urgente", "prevention", "secours",
         "persistant", "persistante", "restant", "restante", "suivant", "suivante", "residuel", "residuelle", "test", "attendant", "defaut",
         "fatigue", "fatiguee", "oxyde", "oxydee", "rouille", "pourri", "abime", "fragile", "moyen", "moyenne", "limite", "premier", "premiere", "marche",
         "surveillance", "observation", "risque", "danger", "delai", "retard", "reserve", "essai")
    )
)  # fmt: skip
_WORSE = GOES_WRONG | TROUBLE_NAMED | WEAK
_KNOWN = frozenset(["THING", "PAPER", "PLACE", "NUM", "TREE", "VESSEL", "HOW"])
_UNITS = frozenset(["w", "v", "m", "m2", "m3", "cm", "mm", "l", "kg", "g", "t", "ml"])
#: What a topic is about, by at least one word.
_TOPICS = frozenset(["THING", "JUNK", "PAPER", "WORK", "HOLE", "VESSEL", "TREE", "TROUBLE"])
_MARKS = frozenset([",", ";", ":", "—", "(", "+"])


def tail_end(words: Words, at: int) -> int | None:
    """Where a phrase without a verb ends that begins at `at` after a mark, as all the words up to the next one; else None."""
    if at == 0 or words.tokens[at - 1].text not in _MARKS:
        return None
    end, named = stretch(words, at), False
    while at < end:
        further = next((edge.end for edge in words.edges[at] if edge.part == "HOW" and edge.end <= end), None)
        if further is not None and named:
            at = further
        elif words.tokens[at].text in _JOINING | _UNITS:
            at += 1
        elif words.tokens[at].text in _WORSE or (
            words.tokens[at].participle and ends_nothing(words.tokens[at].text)
        ):
            return None
        elif _is_nominal(words, at) and (
            named or not _KNOWN.isdisjoint(edge.part for edge in words.edges[at])
        ):
            # Its first noun is one that the lexicon knows: « en observation », « risque de rechute » say more.
            named, at = True, at + 1
        else:
            return None
    return end if named else None


def topic_end(words: Words, at: int) -> int | None:
    """Where a topic ends that begins the sentence and is parted from the order by a mark; else None."""
    if at != 0:
        return None
    end = stretch(words, 0)
    if not 0 < end < len(words.tokens) - 1 or words.tokens[end].text not in (":", "—", ","):
        return None
    named = False
    for place in range(end):
        parts = {edge.part for edge in words.edges[place]}
        if words.tokens[place].text in _JOINING:
            continue
        about = bool(parts & _TOPICS) and not parts & (_OTHER - {"TROUBLE"})
        if not about and not _is_nominal(words, place):
            return None
        if about and words.tokens[place].text in _NEVER:
            return None
        named = named or about
    return end if named else None


def stretch(words: Words, at: int) -> int:
    """The first mark from `at` on, or the end."""
    while at < len(words.tokens) and not any(edge.part == "SEP" for edge in words.edges[at]):
        at += 1
    return at


def _is_nominal(words: Words, at: int) -> bool:
    parts = {edge.part for edge in words.edges[at]}
    return bool(parts & _NOMINAL) and not parts & _OTHER and words.tokens[at].text not in _NEVER
