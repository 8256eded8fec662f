"""Whether free words after an end, parted from it by a mark, leave it an end: what tells of the past, or how it is.

« Réparé, c'était le contacteur », « travaux finis, on a repris les joints », « terminé, désolé, j'avais oublié de répondre ».
The act was said outright; a comma is as good as a full stop. What tells of the past (a perfect, an imperfect), how the
thing is now, or names things without a verb leaves it so. Anybody's present, a future, a wish, « à » with an infinitive,
a denial, a limit, trouble, others: the agent is asked.
"""

from __future__ import annotations

import re
from itertools import pairwise

from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_beside import RIDDANCE
from intake.words.lexicon.open_class import FUNCTION_WORDS
from intake.words.orders.grammar.open_words import ends_nothing
from intake.words.orders.grammar.remarks import NEVER
from intake.words.orders.readings import Clause, Reading
from intake.words.orders.structure import VAGUE
from intake.words.orders.tokens import Words

_ENDS = frozenset(["done", "mended", "closed", "again"])
_MARKS = frozenset([",", ";", ":", "—", "(", ")", "+", "→"])
#: Another act, a day to come, somebody's turn, trouble.
_ELSEWHERE = frozenset(
    ["DATE", "TODAY", "WEEK", "PLAN", "ORDERED", "WAITTHEIRS", "WAITOURS", "WAITHEAD", "REFUSE", "REFUSEHEAD", "GIVE", "SEEWITH", "SERVICE", "REOPEN",
     "DUP", "VERB", "FALSE", "MISTAKE", "NOTOURS", "PRIVATE", "REF", "DOER", "BODY", "FAULTY", "TROUBLE", "INF", "INFDO", "INFCLEAR", "FUT",
     "FUTEND", "FUTCLEAR", "PRES", "PRESCLEAR", "PERSON", "PERSONS", "WILLBE", "SHUT"]
)  # fmt: skip
_PRONOUNS = word_set("ca cela il elle ils elles je j on nous tu vous qui")
#: What may follow a pronoun: of the past, or how it is.
_TELLING = word_set(
    """est sont a ont ai avons suis sommes etait etaient avait avaient ete y voit fonctionne fonctionnent marche marchent remarche refonctionne
    eclaire eclairent chauffe chauffent s se l en m"""
)
_CLITICS = word_set("y l en m s se lui leur le la les")
#: Presents of those whose turn it is, or of what goes on; hopes, opinions, and what is only so for a while.
_GOES_ON = word_set(
    """finit finissent termine terminent poursuit reprend reprennent passe passent vient viennent doit doivent veut veulent va vont prend prennent
    fait font arrive arrivent surveille surveillent trouve trouvent conteste contestent reclame reclament suit attaque enchaine croise touche
    depend craint dure paie peint pose posent laisse laissent espere esperons esperant espoir pense pensent pensez penser vois verifie
    verifiez voir avis moins hors excepte faute histoire vivement oublie oubliee oublies doigts peur crois parait dit soi disant chez
    ailleurs derriere aussitot lendemain minuit observation surveillance budget hiver printemps automne saison remplacement renouvellement
    janvier fevrier avril juin juillet aout septembre octobre novembre decembre sans avant jusqu jusque hormis tenir tienne tiendra
    mort morte morts mortes vieux limite terrible leger provisoire bidouille rustine seau planche collier cale scotch colle bache cones
    parterre terre troisieme quatrieme second mieux court fort autre autres loin plus trop encore toujours aussi commence
    coupe coupee coupes coupees ferme fermee fermes fermees barre barree ouvert ouverte
    bref dommage helas tant pis vacances juge huissier avocat plainte"""
)
_WILL = ("ra", "ront", "rons", "rez", "rai", "ras", "rais", "rait", "raient", "rions", "riez")
_TO_DO = ("er", "ir", "re")


def tells_of_it(reading: Reading, clause: Clause) -> bool:
    """Whether the free words of `clause` leave the end before them an end."""
    words = reading.words
    ends = [own.end for own in reading.clauses if own.kind in _ENDS]
    if not ends:
        return False
    before = clause.end <= min(ends)
    beside = clause.end if before else clause.start - 1
    if beside >= len(words.tokens) or words.tokens[beside].text not in _MARKS:
        return False
    said = words.texts(clause.start, clause.end)
    if " ".join(said).startswith(_BY_THE_WAY) and not before:
        # « J'en ai profité pour changer le joint »: what was done besides.
        clause = Clause(clause.kind, clause.start + said.index("pour") + 2, clause.end)
        said = words.texts(clause.start, clause.end)
        if not said:
            return False
    if said[0] in ("a", "au") or not _BARRED.isdisjoint(_without_idioms(said)):
        return False
    if any(word.endswith(_WILL) and len(word) > 4 and word not in _NOUNS for word in said):
        return False
    if not {"est", "sont"}.isdisjoint(said) and _lies_about(words, clause):
        return False
    unknown = [is_unknown(words, at) for at in range(clause.start, clause.end)]
    loose = [
        each or (words.tokens[at].participle and _has_no_class(words, at))
        for each, at in zip(unknown, range(clause.start, clause.end), strict=True)
    ]
    if unknown[0] or any(all(both) for both in pairwise(loose)) or _says_how(words, clause, unknown):
        # « Terminé, zorglub »: whatever it means, it may be « provisoirement ».
        return False
    return all(_may_stand(words, at, clause) for at in range(clause.start, clause.end))


def _says_how(words: Words, clause: Clause, unknown: list[bool]) -> bool:
    """« Ça éclaire zorglub », « place propre zorglub »: a word nobody knows that names nothing may say that it is not well."""
    said = words.texts(clause.start, clause.end)
    return any(
        nobodys and before not in _NAMING for before, nobodys in zip(["", *said], unknown, strict=False)
    )


#: What stands before the name of a thing.
_NAMING = word_set(
    """le la les l un une du des de d au aux a en dans sur sous devant derriere votre vos ce cet cette ces son sa ses leur leurs notre nos
    par avec pour et ou entre vers contre"""
)


def is_unknown(words: Words, at: int) -> bool:
    """Whether a word belongs to no class but that of words nobody knows."""
    token = words.tokens[at]
    spoken = token.participle or token.text.isdigit() or token.text in FUNCTION_WORDS
    return not spoken and _has_no_class(words, at)


def _has_no_class(words: Words, at: int) -> bool:
    return {edge.part for edge in words.edges[at]} <= _NOBODYS


_NOBODYS = frozenset(["OPEN", "NOUNTOO", "CAP", "NAME"])


def _lies_about(words: Words, clause: Clause) -> bool:
    """« Les gravats sont sur le trottoir »: what is litter and was not taken away."""
    parts = {edge.part for at in range(clause.start, clause.end) for edge in words.edges[at]}
    return "JUNK" in parts and parts.isdisjoint(("CLEAR", "CUT", "LEFT", "MENDED"))


_BY_THE_WAY = ("j en ai profite pour ", "on en a profite pour ", "nous en avons profite pour ")
_BARRED = NEVER | _GOES_ON | (VAGUE - RIDDANCE)
_NOUNS = word_set(
    "bordures peinture peintures verre serrure ouverture cloture voiture toiture couverture terrasse barres livre"
)


def _without_idioms(said: list[str]) -> list[str]:
    """The words without « cette fois », « y compris le bas », which name no part that was left out."""
    text = " ".join(said)
    return _IDIOMS.sub("", text).split()


_IDIOMS = re.compile(
    r"(?<!\w)(?:cette fois|y compris(?: (?:le|la|les|l|du|en)? ?\w{2,12})?|on voit(?: bien| de nouveau| a nouveau)?)(?!\w)"
)


def _we_told(words: Words, clause: Clause) -> bool:
    """Whether a clause begins with what we did: « j'ai testé ce soir », « on a vérifié »."""
    return words.texts(clause.start, min(clause.start + 2, clause.end)) in (
        ["j", "ai"],
        ["on", "a"],
        ["nous", "avons"],
    )


#: What we did to see that it is done.
_LOOKED = frozenset(["teste", "verifie", "controle", "regarde", "mesure"])


def _may_stand(words: Words, at: int, clause: Clause) -> bool:
    token = words.tokens[at]
    following = words.texts(at + 1, min(at + 3, clause.end))
    closed = _ELSEWHERE - {"TODAY"} if _we_told(words, clause) else _ELSEWHERE
    if any(edge.part in closed and edge.end <= clause.end for edge in words.edges[at]):
        return False
    if (
        token.participle
        and ends_nothing(token.text)
        and not (_we_told(words, clause) and token.text in _LOOKED)
    ):
        return False
    if (
        token.text in ("a", "de", "d", "pour")
        and following
        and following[0].endswith(_TO_DO)
        and following[0] not in _NOUNS
    ):
        return False
    if token.text in _PRONOUNS:
        verb = next((word for word in following if word not in _CLITICS), "")
        return verb in _TELLING or (verb.endswith(("ait", "aient", "ais", "ions")) and verb != "fait")
    # « Karim termine »: who is named at the head, and does something.
    return not (at == clause.start and token.capital and following and following[0] not in ("a", "est"))
