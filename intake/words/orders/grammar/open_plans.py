"""Plans told by their classes: work or a visit, one day to come, and whatever goes with them.

« RDV fixé le vendredi 4 décembre à 14h30 pour le dépôt du dossier », « on passe jeudi tailler la haie avec Karim ». A
condition, a day put off, an event of the house (a commission, a delivery), somebody else's coming: no plan.
"""

from __future__ import annotations

from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_acts import EXTENT, OTHERS, STEPS
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.tokens import Words

_HEADS = frozenset(["VISIT", "WORK", "PATROL"])
_COMING = frozenset(["WEGO", "GOING"])
_SET = frozenset(["PLAN", "AGREED", "GIVENDATE", "ROUND"])
_PUT_OFF = ("report", "decal", "repouss", "deplac", "avanc", "deprogram")
#: « Je vais lundi chez le dentiste »: going somewhere is no visit to the work.
_GOING_AWAY = frozenset(["vais", "va", "allons"])
#: Parts of which one stands in every plan.
DAYS = frozenset(["DATE", "TODAY", "WEEK"])
#: Parts that may go with a plan, of one word or several.
_ALONG = frozenset(
    [
        "TIME",
        "MOMENT",
        "HOW",
        "ATPLACE",
        "WHEREYOU",
        "CIRC",
        "OFF",
        "BY",
        "THANKS",
        "DUMP",
        "ADDRESSEE",
        "INF",
        "CREW",
        "OURTEAM",
    ]
)
_NOUNS = frozenset(
    ["THING", "JUNK", "PAPER", "PLACE", "OPEN", "HOLE", "VESSEL", "TREE", "WORK", "ADJ", "NEWADJ", "NUM", "BIS", "CAP", "NAME", "NOUNTOO",
     "VISIT", "FAULTY"]
)  # fmt: skip
_CLOSING = frozenset(
    ["WAITHEAD", "WAITOURS", "WAITTHEIRS", "ORDERED", "REFUSE", "REFUSEHEAD", "REOPEN", "GIVE", "TAKEN", "PASTDAY", "REF", "BODY", "DUP",
     "MISTAKE", "FALSE", "VERB", "CLOSE", "HAS", "WEHAVE"]
)  # fmt: skip
#: Whoever may come along, or be met: after « avec ».
_COMPANY = frozenset(
    [
        "PERSON",
        "PERSONS",
        "DOER",
        "AGENT",
        "SERVICE",
        "CREW",
        "TEAM",
        "GEAR",
        "MACHINE",
        "NAME",
        "CAP",
        "OPEN",
    ]
)
_JOINING = word_set(
    "le la les l un une des du de d au aux a dans sur devant derriere et nos notre votre vos ce cet cette ces vers pour en"
)
_WORK = ("age", "ages", "ation", "ations", "ition", "itions", "ection", "ections", "issement", "uction")
#: Steps that are no work on a thing and nobody's visit: that one is planned plans nothing here.
_EVENTS = STEPS - word_set("visite ronde controle demontage depose test essai colmatage")
_NEVER = (BLOCKERS - {"demain", "prochain", "prochaine"}) | EXTENT | _EVENTS


def planned_end(words: Words, at: int) -> int | None:
    """Where a plan ends that begins at `at`, as all words up to the next mark; None when it is none."""
    place = _head(words, at)
    if place is None:
        return None
    days: set[object] = set()
    settled = place < 0
    place = abs(place)
    count = len(words.tokens)
    while place < count:
        text = words.tokens[place].text
        if day := max((e for e in words.edges[place] if e.part in DAYS), key=lambda e: e.end, default=None):
            days.add(day.value if day.part == "DATE" else day.part)
            place = day.end
            continue
        if any(edge.part == "SEP" for edge in words.edges[place]):
            break
        if (put := _longest(words, place, _SET)) > place:
            if days and text.startswith(_PUT_OFF):
                # « RDV du 3/12 reporté » takes that day back.
                return None
            settled, place = True, put
            continue
        if (further := _longest(words, place, _ALONG)) > place:
            place = further
        elif text == "avec":
            if (met := _company(words, place + 1)) is None:
                return None
            # « Avec l'équipe espaces verts ».
            place = _longest(words, met, frozenset(["SERVICE"]))
        elif text == "chez" and (further := _longest(words, place + 1, _COMPANY - {"OPEN"})) > place + 1:
            place = further
        elif _may_stand(words, place):
            place += 1
        else:
            return None
    return place if settled and len(days) == 1 and place > at else None


def _longest(words: Words, at: int, parts: frozenset[str]) -> int:
    if at >= len(words.tokens):
        return at
    return max((edge.end for edge in words.edges[at] if edge.part in parts), default=at)


def _head(words: Words, at: int) -> int | None:
    """After the word that a plan begins with; negative when that word alone plans (« on passe », « prévu »)."""
    if (sure := _longest(words, at, frozenset(["SURETHAT"]))) > at:
        # « Je vous confirme la venue de nos agents »: what is sure is what follows.
        return _head(words, sure) if sure < len(words.tokens) else None
    coming = _longest(words, at, _COMING)
    if coming > at and words.tokens[at].text not in ("intervention", "passage"):
        taken = any(edge.part == "TAKE" for edge in words.edges[at])
        return None if taken or words.tokens[coming - 1].text in _GOING_AWAY else -coming
    if (put := _longest(words, at, frozenset(["PLAN"]))) > at:
        # « Fixé au mur lundi » was put there.
        thing = any(edge.part in ("SETIN", "PUT") for edge in words.edges[at])
        return -put if not thing or _day_at(words, put) else None
    if at + 1 < len(words.tokens) and _longest(words, at, frozenset(["IT"])) > at:
        it = _longest(words, at, frozenset(["IT"]))
        return -it if _longest(words, it, frozenset(["PLAN"])) > it else None
    first = at + (words.tokens[at].text in ("le", "la", "l", "un", "une", "votre", "notre"))
    if first >= len(words.tokens):
        return None
    text, parts = words.tokens[first].text, {edge.part for edge in words.edges[first]}
    if text in _NEVER or text in STOPGAPS - {"rdv"} or parts & (_CLOSING | {"PAPER", "BILL"}):
        return None
    visit = _longest(words, first, frozenset(["VISIT"]))
    if visit > first and text != "date":
        # A visit and its day need no word more.
        return -visit
    if parts & _HEADS or text.endswith(_WORK):
        after = max(first + 1, _longest(words, first, _HEADS))
        return -after if "WORK" in parts else after
    return None


def _day_at(words: Words, at: int) -> bool:
    at += at < len(words.tokens) and words.tokens[at].text in ("le", "pour", "au", "a")
    return at < len(words.tokens) and any(edge.part in DAYS for edge in words.edges[at])


def _company(words: Words, at: int) -> int | None:
    """After « (avec) le prestataire », « (avec) Karim », « (chez) Mme Petit »; None when nobody is named."""
    whole = _longest(words, at, _COMPANY)
    if whole > at:
        return whole
    at += at < len(words.tokens) and words.tokens[at].text in (
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "notre",
        "nos",
        "mme",
        "m",
        "mr",
    )
    if at >= len(words.tokens):
        return None
    known = _longest(words, at, _COMPANY)
    return max(known, at + 1) if known > at or words.tokens[at].text in STOPGAPS | OTHERS else None


def _may_stand(words: Words, at: int) -> bool:
    text = words.tokens[at].text
    if text in _NEVER or text in STOPGAPS or text in OTHERS:
        return False
    if text in _JOINING or text.isdigit():
        return True
    parts = {edge.part for edge in words.edges[at] if edge.end == at + 1}
    if parts & _CLOSING:
        return False
    if words.tokens[at].accented and len(text) > 3 and not parts & {"PLAN", "AGREED", "WORK", "PLACE"}:
        return False
    return bool(parts & (_NOUNS | {"INF", "INFDO", "INFCLEAR", "COP"}))
