"""Takings told by their classes: who takes it, and whatever it is called, in words that nobody can list.

« Je m'occupe du lampadaire de la rue Zola », « demande prise en compte ce matin par mes soins », « je me charge
personnellement de votre demande de place en crèche ». A day to come, a condition, somebody else's turn: no taking.
"""

from __future__ import annotations

from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_acts import EXTENT, OTHERS
from intake.words.lexicon.open_beside import TURNS_ROUND
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.grammar.open_words import longest, parts_of
from intake.words.orders.tokens import Words

_HEADS = frozenset(["TAKE", "TAKEABOUT", "TAKEN", "ITSOURS"])
#: Parts that stand in every taking.
TAKING = _HEADS
_ALONG = frozenset(
    ["NOW", "PAST", "PASTDAY", "TIME", "HOW", "BY", "THIS", "THANKS", "CIRC", "OFF", "WHEREYOU", "ATPLACE", "HAND", "MOMENT", "VOCATIVE", "REL",
     "SCHOOLPLACE"]
)  # fmt: skip
_NOUNS = frozenset(
    ["THING", "JUNK", "PAPER", "BILL", "PLACE", "OPEN", "HOLE", "VESSEL", "TREE", "SURFACE", "GUARD", "WORK", "LABOUR", "ADJ", "NEWADJ", "NUM",
     "NOUNTOO", "FAULTY", "TROUBLE", "NUISANCE", "CHILD", "DAYWORD", "BIS", "NAME", "CAP"]
)  # fmt: skip
_CLOSED = frozenset(
    ["DATE", "TODAY", "WEEK", "PLAN", "ORDERED", "WAITHEAD", "WAITOURS", "WAITTHEIRS", "REFUSE", "REFUSEHEAD", "GIVE", "AGENT", "SERVICE",
     "REOPEN", "DUP", "CLOSE", "DONE", "ENDED", "VERB", "FALSE", "MISTAKE", "NOTOURS", "PRIVATE", "REF", "DOER", "BODY", "GEAR", "INF", "PERSON"]
)  # fmt: skip
_INFINITIVES = frozenset(["INF", "INFDO", "INFCLEAR"])
_JOINING = word_set(
    "le la les l un une du des de d au aux a en dans sur devant derriere votre vos ce cet cette ces son sa ses leur concernant pour et"
)
#: « Je m'en occupe éventuellement » is no taking.
_SURELY = word_set(
    "personnellement rapidement immediatement directement egalement actuellement entierement completement intervention"
)
#: What is taken and is no request: days off, a train, an appointment.
_NOT_THAT = word_set(
    "train bus taxi photo photos note notes conge conges semaine jour jours rtt cafe avion retraite voiture camion temps contact soin soins"
)
_NEVER = (
    (TURNS_ROUND - {"votre", "vos"})
    | OTHERS
    | EXTENT
    | _NOT_THAT
    | (STOPGAPS - {"demande", "demandes", "probleme", "reclamation"})
)
#: How a taking ends that can only be one: « je m'occupe », « pris en charge », « en cours de traitement ».
_OUTRIGHT = frozenset(
    ["occupe", "occupons", "charge", "chargeons", "compte", "main", "traitement", "de", "du", "d"]
)


def taken_end(words: Words, at: int) -> int | None:
    """Where a taking ends that begins at `at`, as all the words up to the next mark; None when it is none."""
    head = longest(words, at, len(words.tokens), _HEADS)
    if head == at or words.tokens[head - 1].text not in _OUTRIGHT:
        return None
    if words.tokens[at].text == "en" and head < at + 3:
        # « En cours de jugement » is nobody's taking.
        return None
    place = head
    while place < len(words.tokens) and not any(edge.part == "SEP" for edge in words.edges[place]):
        text, parts = words.tokens[place].text, parts_of(words, place)
        if words.texts(place, place + 2) == ["de", "rien"]:
            return None
        if (further := longest(words, place, len(words.tokens), _ALONG)) > place:
            place = further
        elif place == head and (doing := longest(words, place, len(words.tokens), _INFINITIVES)) > place:
            # « Je suis en train de regarder », « je me charge de relancer ».
            place = doing
        elif text in _NEVER or text in BLOCKERS or parts & _CLOSED:
            return None
        elif text in _JOINING or text in _SURELY or parts & _NOUNS:
            place += 1
        else:
            return None
    return place if place > head else None


def asked_end(words: Words, at: int) -> int | None:
    """Where « je vois avec le cuisinier de l'école » ends that begins at `at`: whom the taker asks about it, whatever
    their trade, up to the next mark; None when it is none, or says more.
    """
    head = longest(words, at, len(words.tokens), _ASKING)
    if head == at:
        return None
    place, nouns = head, 0
    while place < len(words.tokens) and not any(edge.part == "SEP" for edge in words.edges[place]):
        token = words.tokens[place]
        if token.text in _BEFORE_WHOM:
            place += 1
            continue
        named = nouns == 0 or token.capital or words.tokens[place - 1].text in _BEFORE_WHOM
        closed = parts_of(words, place) & (_CLOSED - {"AGENT", "SERVICE", "DOER", "PERSON", "BODY", "GEAR"})
        if not named or closed or len(token.text) < 3 or token.text in BLOCKERS or token.text in TURNS_ROUND:
            return None
        place, nouns = place + 1, nouns + 1
    return place if 1 <= nouns <= _MOST_NOUNS else None


_ASKING = frozenset(["ASKING"])
_BEFORE_WHOM = word_set("le la les l un une mon ma notre nos du de des d au aux the a our my")
_MOST_NOUNS = 3
