"""Whether the sentences of a message give one order, outright."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from intake.words.cutting import Sentence
from intake.words.lexicon.limits import TAKES_BACK
from intake.words.lexicon.open_beside import TURNS_ROUND
from intake.words.lexicon.open_class import FUNCTION_WORDS
from intake.words.orders.beside_an_end import is_unknown, tells_of_it
from intake.words.orders.grammar.open_words import longest
from intake.words.orders.grammar.patterns import Pattern
from intake.words.orders.grammar.pieces import CREW, DAY
from intake.words.orders.grammar.remarks import NEVER
from intake.words.orders.readings import Clause, Reading, is_reported, meaning

_DAY = Pattern.of(f"(ASSENT SEP?)? {DAY} (SEP? {CREW})? (SEP? ASSENT)? THANKS?")


def one_act(acts: frozenset[str], kinds: frozenset[str]) -> str | None:
    """The one act of a message; None when several contradict each other."""
    # « Réparé, équipe encore sur place »: being there takes a request of which nothing else is said.
    named = frozenset(map(meaning, acts - {"onsite"} or acts))
    if "plan" in named:
        named -= {"to_plan"}
    if "duplicate" in named:
        named -= {"done", "refuse"}
    if "reopen" in named and "mistake" in kinds:
        named -= {"done"}
    elif "mistake" in kinds:
        return None
    own = {act for act in named if act.startswith("verb:")}
    if own and len(named) == 2 and len(own) == 1:
        named = frozenset(own)
    return next(iter(named)) if len(named) == 1 else None


def told_elsewhere(ordering: list[tuple[Sentence, Reading]], reading: Reading, act: str) -> bool:
    """Whether another sentence orders the same outright: then this one is a remark beside it, looked at for limits."""
    return any(
        other is not reading and other.acts & {"done", "closed"} and act == "done" and is_whole(other, act)
        for _, other in ordering
    )


_NOTHING = frozenset(["pas", "plus", "rien", "jamais", "guere", "aucun", "aucune"])
#: What parts a reason from the hand-over that it explains.
_PARTED = frozenset([",", "—", ":", ";"])
#: What only a colleague is called by, never the counter.
_TO_A_COLLEAGUE = frozenset(["tu", "te", "toi", "stp"])


#: Acts beside which a remark of open words stands; after the others a reason does, looked through for limits.
BEARS_REMARKS = frozenset(["done", "plan", "take"])


def is_whole(reading: Reading, act: str) -> bool:
    """Whether what the grammar does not know in an ordering sentence may stand there."""
    free = reading.of("free")
    if act not in BEARS_REMARKS:
        free = sorted([*free, *reading.of("beside")], key=lambda clause: clause.start)
    said = reading.words.texts()
    if act in ("done", "plan", "take") and ("mais" in said or said[-2:] == ["a", "vous"]):
        return False
    if is_reported(reading, act):
        return False
    if act == "wait" and any(
        word.startswith("attend") and not _NOTHING.isdisjoint(said[at + 1 : at + 3])
        for at, word in enumerate(said)
    ):
        # « J'attends pas d'avis contraire », « on n'attend plus rien ».
        return False
    if act == "take" and any(len(word) == 4 and word.isdigit() and word[:2] in ("20", "21") for word in said):
        # « Je m'en occupe en 2050 ».
        return False
    if act == "plan" and _put_off(reading):
        return False
    if (act != "plan" and reading.of("closure")) or (act != "take" and reading.of("asking")):
        return False
    if act == "done" and reading.acts == {"closed"} and not _TO_A_COLLEAGUE.isdisjoint(said):
        # « Tu peux clôturer stp » asks somebody; « c'est réparé, tu peux clore » says why.
        return False
    if act == "done" and (_is_held_up(reading) or (reading.of("forwhom") and not reading.of("mended"))):
        return False
    if act == "give" and reading.of("said") and not _gives_outright(reading):
        # « Pour la cantine, veuillez remplir le dossier » tells the requester where to go.
        return False
    if not free:
        return True
    if act in ("take", "plan"):
        return all(_goes_on_with_it(reading, clause, act) for clause in free)
    if act == "done" and all(tells_of_it(reading, clause) for clause in free):
        return True
    if act == "wait" and _came_to_an_end(reading):
        return False
    if act in ("wait", "refuse", "reopen", "duplicate"):
        return True
    if act == "done" and "closed" in reading.acts:
        return True
    if act == "give":
        given = reading.of("give")[0]
        # « Arbre privé, je transmets à la police »: why stands before, parted by a mark, or after it.
        return _gives_outright(reading) and all(
            reading.words.tokens[(given if clause.end < given.end else clause).start - 1].text in _PARTED
            for clause in free
        )
    return False


def _goes_on_with_it(reading: Reading, clause: Clause, act: str) -> bool:
    """Whether free words after « je prends » or « prévu lundi », parted by a mark, leave it so: « je regarde d'où ça vient ».

    Only what turns it round, a day, another act or somebody else's turn does not: whoever took it may say what they like.
    """
    start = min((own.start for own in reading.of(act)), default=clause.end)
    said = reading.words.texts(clause.start, clause.end)
    before = clause.start <= start
    if before and (act == "plan" or _says_what_was_done(reading, clause)):
        return False
    if before and clause.end == len(reading.words.tokens):
        return False  # « j'arrive, ça sent le gaz »: another act stands before, and nothing parts the end
    parted = reading.words.tokens[clause.end if before else clause.start - 1].text
    if parted not in _PARTED | {"(", ")", "et"}:
        return False
    if said[0] == "merci" and len(said) < 4:
        # « Merci Claire »; any other word may say anything.
        return all(token.capital for token in reading.words.tokens[clause.start + 1 : clause.end])
    if len(said) == 1 or not (TAKES_BACK - _TAKEN_ALL_THE_SAME).isdisjoint(said):
        return False
    unknown = [is_unknown(reading.words, at) for at in range(clause.start, clause.end)]
    head = longest(reading.words, clause.start, clause.end, _TAKING) - clause.start
    outright = 0 < head < len(said) and said[head - 1] in _OUTRIGHT and said[head] not in FUNCTION_WORDS
    if any(map(all, pairwise(unknown))) or outright:
        # « Je prends, je m'en occupe zorglub »: it may be « éventuellement ».
        return False
    if any(
        word == "partie" and last not in ("est", "equipe", "deja") for last, word in pairwise(["", *said])
    ):
        return False
    if act == "take" and said[:2] in (["merci", "de"], ["merci", "d"]):
        return True
    if not TURNS_ROUND.isdisjoint(said) and not (said[:1] == ["pas"] and said[-1] in _NO_WORRY):
        return False
    if any(word.endswith(_WOULD) and len(word) > 5 for word in said):
        return False
    if act == "plan" and any(edge.part == "INFORMED" for edge in reading.words.edges[clause.end - 1]):
        # « Prévu le 9/12, entreprise prévenue ».
        return True
    if act == "plan" and not _NEVER_PLANNED.isdisjoint(said[1:] if said[0] in ("prevoir", "prevu") else said):
        return False
    if act == "plan" and said[:2] in (["equipe", "de"], ["equipe", "d"]):
        # « Au planning mardi, équipe de Bruno »: who comes.
        return len(said) == 3
    closed = _ELSEWHERE - {"TODAY"} if act == "take" else _ELSEWHERE | {"WAITHEAD", "WAITOURS"}
    return not any(
        edge.part in closed and edge.end <= clause.end
        for at in range(clause.start, clause.end)
        for edge in reading.words.edges[at]
    )


_OUTRIGHT = frozenset(["occupe", "occupons", "charge", "chargeons"])
_TAKING = frozenset(["TAKE", "TAKEABOUT", "TAKEN", "ITSOURS"])
_NO_WORRY = frozenset(["souci", "soucis", "probleme", "inquietude", "panique", "stress"])
#: « Encore un boulot que personne ne voulait », « équipe partie »: said by who took it.
_TAKEN_ALL_THE_SAME = frozenset(["encore", "partie"])
_DONE_TO_IT = frozenset(
    ["MENDED", "FIX", "CLEAR", "CUT", "PUT", "SETIN", "SWAPPED", "ISSUED", "FILLED", "EMPTIED", "FELLED"]
)


def _says_what_was_done(reading: Reading, clause: Clause) -> bool:
    """« Trou rebouché, c'est bon pour nous » takes nothing."""
    return any(
        edge.part in _DONE_TO_IT for at in range(clause.start, clause.end) for edge in reading.words.edges[at]
    )


_NEVER_PLANNED = NEVER - frozenset(["duree"])
_WOULD = ("rais", "rait", "raient", "rions", "riez")
#: Another act, or somebody whose turn it is.
_ELSEWHERE = frozenset(
    ["DATE", "TODAY", "WEEK", "PLAN", "ORDERED", "WAITTHEIRS", "WAITOURS", "WAITHEAD", "REFUSE", "REFUSEHEAD", "GIVE", "SEEWITH", "AGENT", "SERVICE",
     "REOPEN", "DUP", "CLOSE", "DONE", "ENDED", "VERB", "FALSE", "MISTAKE", "NOTOURS", "PRIVATE", "REF", "DOER", "BODY"]
)  # fmt: skip


def _is_held_up(reading: Reading) -> bool:
    """« Terminé, nacelle bloquée »: what a machine is reserved for is still to come."""
    return any(
        edge.part == "GEARED"
        for clause in reading.of("gear")
        for at in range(clause.start, clause.end)
        for edge in reading.words.edges[at]
    )


def day_alone(readings: list[tuple[Sentence, Reading]]) -> date | None:
    """The day of « demain 10 h », « mercredi 2 décembre, 14 h », where that is all that was written."""
    if len(readings) != 1 or readings[0][0].asks:
        return None
    found = readings[0][1].words
    days = [edge.value for edges in found.edges for edge in edges if edge.part == "DATE"]
    exact = any(edge.part in ("TIME", "NUM") for edges in found.edges for edge in edges)
    if found.wrong_date or not exact or len(set(days)) != 1 or len(found.tokens) not in _DAY.ends(found, 0):
        return None
    return days[0] if isinstance(days[0], date) else None


_OFF = ("report", "decal", "repouss", "deprogram", "annul", "suppri")


def _put_off(reading: Reading) -> bool:
    """« Prévu le 4/12, reporté », « votre rendez-vous du 7 est reporté »: what is put off after its day is no plan."""
    words = reading.words
    days = [at for at, edges in enumerate(words.edges) if any(edge.part == "DATE" for edge in edges)]
    off = [at for at, token in enumerate(words.tokens) if token.text.startswith(_OFF)]
    if days and any(at > days[-1] for at in off):
        return True
    return any(
        later.start > planned.start and "PLAN" in {edge.part for edge in reading.words.edges[later.start]}
        for planned in reading.of("plan")
        for later in reading.of("to_plan")
    )


def _gives_outright(reading: Reading) -> bool:
    """Whether a verb of giving stands there: « transférer à la voirie », not « pour la voirie »."""
    first = reading.of("give")[0].start
    return (
        "GIVE" in {edge.part for edge in reading.words.edges[first]}
        and reading.words.tokens[first].text != "pour"
    )


def _came_to_an_end(reading: Reading) -> bool:
    """« Pièce commandée et posée »: what was waited for is there."""
    at = reading.of("wait")[0].end
    if at >= len(reading.words.tokens) or reading.words.tokens[at].text not in ("et", "puis", "+", "&"):
        return False
    after = reading.words.edges[at + 1 :]
    return any(edge.part in _ENDS for edges in after for edge in edges) or not _THERE.isdisjoint(
        reading.words.texts(at + 1)
    )


_ENDS = frozenset(["SETIN", "PUT", "FIX", "CLEAR", "MENDED", "DONE"])
_THERE = frozenset(["recu", "recue", "recus", "recues", "arrive", "arrivee", "arrives", "arrivees", "la"])
