"""What is said beside an act, parted from it by a mark, in words that nobody can list.

« Réparé, 2 boulons de 12 », « élagage terminé, bois évacué, rue rouverte », « débouché, plus d'eau dans la cour ». A comma is
as good as a full stop: the act before it was said outright, and a remark of things, quantities, materials, what else was
done and how well it runs leaves it so. Every word has to belong to a class that may stand there, and something has to
show what the remark is about. Trouble, a part, a stopgap, a later day, another's turn, a verb nobody listed: no remark.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake.words.lexicon.feelings import ONGOING, TROUBLE
from intake.words.lexicon.limits import BLOCKERS, TAKES_BACK
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_acts import EXTENT, OTHERS
from intake.words.lexicon.open_beside import GOES_WRONG, MEANS, RIDDANCE, TROUBLE_NAMED, WEAK
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.grammar.open_beside import mates_end
from intake.words.orders.grammar.open_words import ALSO, LISTED, clause_end, ends_nothing, longest, parts_of
from intake.words.orders.tokens import Words

#: What may stand whole in a remark, and shows that it is one.
_TELLS = frozenset(
    ["LIT", "CITED", "SAFE", "GONE", "GOODSTATE", "ASSENTED", "RUNSAGAIN", "PHOTO", "WORKSAGAIN", "RUNS", "OKAY"]
)  # fmt: skip
#: What may stand whole in it, and shows nothing: when, where, how, by us.
_CARRIED = frozenset(
    ["PAST", "PASTDAY", "TIME", "INMINUTES", "HOW", "DUMP", "TOWHOM", "ATPLACE", "WHEREYOU", "BY", "NEW", "ALL", "CIRC", "OFF", "REL", "COP",
     "SORRY", "WELLNOW", "INCLUDED", "FRONT"]
)  # fmt: skip
_NAMED = LISTED | {"WORK", "LABOUR"}
_NOUNS = _NAMED | frozenset(
    ["OPEN", "ADJ", "NEWADJ", "NUM", "BIS", "NAME", "CAP", "NOUNTOO", "MACHINE", "SPARE", "GEAR"]
)  # fmt: skip
#: Parts of which one makes a word another act, a day to come, somebody.
_CLOSED = frozenset(
    ["PLAN", "WAITHEAD", "WAITOURS", "WAITTHEIRS", "ORDERED", "REFUSE", "REFUSEHEAD", "REOPEN", "GIVE", "TAKE", "TAKEN", "DATE", "REF", "FUT",
     "FUTEND", "FUTCLEAR", "PERSON", "PERSONS", "BODY", "DOER", "PRIVATE", "NOTOURS", "DUP", "MISTAKE", "FALSE", "WILLBE", "VERB", "INF",
     "INFDO", "INFCLEAR", "INFEND", "PRESCLEAR", "AGENT", "SERVICE", "GEARED", "SHUT", "ASKEDFOR", "STOPPED", "WEEK", "TODAY"]
)  # fmt: skip
#: Words of that kind which are nouns, participles or manners here all the same.
_OPENED = frozenset(["PLAN", "TAKEN", "STOPPED", "SHUT", "ASKEDFOR", "GEARED", "PRESCLEAR"])
_JOINING = word_set(
    "le la les l un une des du de d au aux a en dans sur sous devant derriere contre avec et deux trois quatre cinq six x soit"
)
_UNITS = word_set(
    "w v m m2 m3 ml cm mm km l kg g t dn bar bars h min mn minutes heures heure euros kw watts litres tonnes"
)
_DETERMINERS = word_set("le la l les un une cet cette ce ces il elle ils elles ca on je")
_NO_MORE = word_set("plus pas aucun aucune sans zero ni")
_MORE = word_set("de d aucun aucune le la l les un une")
_GOOD = word_set(
    """propre propres sec seche seches libre libres degage degagee degages degagees accessible nickel impeccable conforme neuf neuve neufs neuves
    solide solides stable stables etanche etanches operationnel operationnelle fonctionnel fonctionnelle utilisable praticable ok rouvert
    rouverte droit droite net nette inclus incluse fluide fluides carrossable"""
)
NEVER = (
    (BLOCKERS - {"question"})
    | TAKES_BACK
    | (
        STOPGAPS
        - MEANS
        - frozenset(["photo", "photos", "equipe", "agent", "agents", "collegue", "collegues"])
    )
    | (TROUBLE - {"eau"})
    | ONGOING
    | OTHERS
    | EXTENT
    | GOES_WRONG
    | TROUBLE_NAMED
    | WEAK
)
#: What runs well and may be said of what runs badly: « ferme », « coule » tell nothing alone.
_TELLS_ALONE = frozenset(["ferme", "coule", "tient", "sonne"])
_TO_DO = ("er", "ir", "re")
_MARKS = frozenset([",", ";", ":", "—", "(", "+", "=", ")", "→"])


def remark_end(words: Words, at: int) -> int | None:
    """Where a remark ends that begins at `at`, first or after a mark, as all the words up to the next one; else None."""
    if at and words.tokens[at - 1].text not in _MARKS and words.tokens[at - 1].text not in ("et", "donc"):
        return None
    end = clause_end(words, at)
    remark = _Remark(led=words.tokens[at].text in _DETERMINERS)
    place = at
    while place < end:
        further = _phrase(words, place, end, remark) or _word(words, place, end, remark)
        if further is None:
            return None
        place = further
    return end if remark.shown and not remark.said_to_be else None


@dataclass(slots=True)
class _Remark:
    """What has been read of a remark so far."""

    #: It begins with an article or a pronoun, so that a verb may stand in it.
    led: bool
    #: Something showed what it is about.
    shown: bool = False
    after_noun: bool = False
    after_participle: bool = False
    #: « Est », « sont » and not yet how it is: « les gravats sont sur le trottoir » only says where.
    said_to_be: bool = False


def _phrase(words: Words, at: int, end: int, remark: _Remark) -> int | None:
    """The end of a phrase that stands as a whole: how well it runs, what is gone, when, by whom; None when none begins."""
    text = words.tokens[at].text
    gone = _no_more(words, at, end)
    told = longest(words, at, end, _TELLS) if text not in _TELLS_ALONE else at
    carried = longest(words, at, end, _CARRIED)
    if (shows := max(gone, told)) > at:
        remark.shown, remark.said_to_be = True, False
    elif carried > at and not _is_limit(words, at, carried):
        kinds = {edge.part for edge in words.edges[at] if edge.end == carried}
        remark.said_to_be = "COP" in kinds or (remark.said_to_be and "ATPLACE" not in kinds)
        shows = carried
    elif text == "par" and (mates := mates_end(words, at + 1, end)) > at:
        shows = mates
    elif text in _JOINING | _UNITS:
        following = words.texts(at + 1, min(at + 2, end))
        if text in ("a", "pour") and following and following[0].endswith(_TO_DO):
            return None
        shows = at + 1
    else:
        return None
    remark.after_noun = remark.after_participle = False
    return shows


def _word(words: Words, at: int, end: int, remark: _Remark) -> int | None:
    """After one word of an open class; None for one that may not stand there."""
    parts = parts_of(words, at)
    bound = (remark.led and remark.after_noun) or remark.after_participle
    kind = _kind(words, at, end, bound=bound)
    if kind is None:
        return None
    ended = words.tokens[at].text in _GOOD or not parts.isdisjoint(ALSO)
    remark.shown = remark.shown or kind == "shows"
    remark.said_to_be = remark.said_to_be and not (ended or words.tokens[at].participle)
    remark.after_noun = True
    remark.after_participle = words.tokens[at].participle
    return at + 1


def _kind(words: Words, at: int, end: int, *, bound: bool) -> str | None:
    """`shows` what the remark is about, `goes` with it; None for a word that may not stand there.

    `bound`: right after a noun with its article, where a word nobody listed may be a verb.
    """
    token, parts = words.tokens[at], parts_of(words, at)
    text = token.text
    if text in NEVER or text == "0":
        return None
    if text.isdigit() or (text.isalnum() and not text.isalpha()):
        return "shows"
    if text in _GOOD:
        return "shows"
    if token.participle or not parts.isdisjoint(ALSO | {"FAULTY"}):
        if ends_nothing(text) or "FAULTY" in parts:
            # « Vitre cassée changée »: how it was found, before what was done.
            mended = any(not parts_of(words, later).isdisjoint(ALSO) for later in range(at + 1, end))
            return "goes" if mended else None
        return None if parts & (_CLOSED - _OPENED) else "shows"
    if parts & _CLOSED or text in ("il", "elle", "ils", "elles", "ca", "on", "je"):
        return None
    if parts & _NAMED:
        return "shows"
    if text in MEANS:
        return "goes"
    if parts & _NOUNS and not (bound and parts & _NOUNS <= {"OPEN", "NOUNTOO"}):
        return "goes"
    return None


def _is_limit(words: Words, at: int, end: int) -> bool:
    return any(token.text in WEAK | GOES_WRONG | EXTENT for token in words.tokens[at:end])


def _no_more(words: Words, at: int, end: int) -> int:
    """The end of « plus de fuite », « aucune trace de rats », « plus rien sur le trottoir »; `at` when nothing is gone."""
    if words.tokens[at].text not in _NO_MORE:
        return at
    if words.tokens[at].text == "plus" and words.texts(at + 1, at + 2) == ["rien"]:
        return at + 2
    place = at + 1
    while place < end and words.tokens[place].text in _MORE:
        place += 1
    return place + 1 if place < end and words.tokens[place].text in RIDDANCE else at
