"""For whom a request waits: the requester, the town itself, or nobody says."""

from __future__ import annotations

from intake.words.lexicon import en
from intake.words.lexicon.acts import waiting
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.readings import Reading

REQUESTERS = waiting.WAITS_FOR_REQUESTER | en.WAITS_FOR_REQUESTER
#: What the town itself waits for, in either language.
OURS = waiting.WAITS_FOR_US | en.WAITS_FOR_US
#: What a requester gives when one waits for « votre … ».
_REQUESTERS_PART = word_set(
    """retour reponse confirmation accord photo photos justificatif justificatifs piece pieces document
    documents appel message precision precisions adresse part dossier courrier mail rib formulaire
    coordonnees numero passage vert attestation quittance bulletin livret certificat reply answer"""
)


_GIVEN = word_set("retour reponse accord avis validation passage")
_CIVIL = word_set("m mr mme monsieur madame")
#: What somebody answers, finds out or agrees to.
_ANSWERS = _GIVEN | {"identification", "decision", "autorisation", "feu"}
#: What says which papers, between them and whose they are.
_WHICH = word_set(
    "complementaire complementaires justificative justificatives manquante manquantes demandee demandees"
)
#: Words by which something is asked of whoever reads.
_WANTED = word_set("besoin manque manquent faut fournir envoyer transmettre merci attendons attends attend")
_ARTICLES = word_set("le la les l un une")
_SMALL = word_set("""de du d des la le les l un une retour dans attente reponse precisions info infos""")


def waits_for(spoken: list[str], reading: Reading) -> str | None:
    """Whose turn it is: the requester's, ours, or unsaid."""
    head = reading.of("wait")[0]
    outright = {
        edge.part
        for clause in reading.of("wait")
        for at in range(clause.start, clause.end)
        for edge in reading.words.edges[at]
        if edge.part in ("WAITOURS", "ORDERED", "WAITTHEIRS") and edge.end <= clause.end
    }
    if "WAITTHEIRS" in outright:
        to_whom = reading.words.texts(head.end)
        if to_whom[:1] in (["a"], ["au"], ["aux"]) and not (REQUESTERS & set(to_whom)):
            # « message laissé au chef » waits for no requester.
            return None
        theirs_alone = not (OURS - {"piece", "pieces", "accord", "signature"}) & set(spoken)
        named = {"votre", "vos"} & set(spoken) or waiting.PAPERS & set(spoken) or "manque" not in spoken
        return "wait" if theirs_alone and named and len(outright) == 1 else None
    if outright:
        return None if (waiting.PAPERS & set(spoken)) else "wait_internal"
    first = reading.words.texts(head.start, head.end)
    after = [word for word in reading.words.texts(head.end) if word not in _SMALL]
    vocabulary = REQUESTERS | OURS
    if first in (["attente"], ["att"]) and not (after and after[0] in vocabulary):
        return "wait_internal" if _is_answered_elsewhere(reading, head.end) else None
    # « De la part du demandeur »: whoever stands behind it is asked.
    behind = reading.words.texts(head.end)
    if "part" in behind[:-1] and not REQUESTERS.isdisjoint(behind[behind.index("part") :]):
        return None if (OURS - {"part"}) & set(behind) else "wait"
    if explains(reading) and {"votre", "vos"} & set(after) and _WANTED & set(after):
        # « En attente : nous avons besoin de votre avis d'imposition ».
        return "wait"
    if (whose := _whose_papers(reading.words.texts(head.end))) is not None:
        return whose
    if _waits_for_a_colleague(reading, head.end):
        return "wait_internal"
    said = set(spoken)
    slot = next(
        (
            clause
            for clause in reading.clauses
            if clause.start == head.end and clause.kind in ("free", "said")
        ),
        None,
    )
    near_head = set(reading.words.texts(slot.start, slot.end)) if slot is not None else set(after[:1])
    said -= (REQUESTERS - waiting.PAPERS) - near_head
    if {"sa", "son"} & near_head and {"reponse", "retour", "accord", "appel"} & near_head:
        return "wait"
    if "identite" in said:
        said -= {"piece", "pieces"}
    theirs, ours = said & REQUESTERS, said & OURS
    if {"votre", "vos"} & set(after[:2]):
        return "wait" if _REQUESTERS_PART & set(reading.words.texts(head.end)) else None
    if theirs and not ours:
        return "wait"
    if ours and not theirs:
        return "wait_internal"
    if not theirs and not ours and _is_answered_elsewhere(reading, head.end):
        return "wait_internal"
    if not theirs and not ours and _is_at_a_tradesman(reading, head.end):
        return "wait_internal"
    if theirs and ours:
        near = next((word for word in after if word in vocabulary), None)
        return None if near is None else "wait" if near in REQUESTERS else "wait_internal"
    return None


def _waits_for_a_colleague(reading: Reading, at: int) -> bool:
    """« En attente du retour de Karim », « de la voirie »; « M. Fabre » may be whoever asked."""
    after = reading.words.texts(at)
    return (
        not _GIVEN.isdisjoint(after)
        and REQUESTERS.isdisjoint(after)
        and any(
            edge.part in ("AGENT", "SERVICE") and _CIVIL.isdisjoint(reading.words.texts(start - 1, start + 1))
            for start in range(at, len(reading.words.tokens))
            for edge in reading.words.edges[start]
        )
    )


def _whose_papers(after: list[str]) -> str | None:
    """« Attente pièces du demandeur », « attente photo de l'expert »: who is to give what stands first, and nobody else."""
    said = [word for word in after if word not in _ARTICLES and word not in _WHICH]
    if len(said) < 3 or said[0] not in _REQUESTERS_PART or said[1] not in ("du", "de", "des"):
        return None
    theirs, ours = REQUESTERS - waiting.PAPERS, OURS - _REQUESTERS_PART
    others = set(said[3:])
    if said[2] in theirs and not others & ours:
        return "wait"
    return "wait_internal" if said[2] in ours and not others & theirs else None


def _is_answered_elsewhere(reading: Reading, at: int) -> bool:
    """« En attente de la réponse du parquet », « identification du propriétaire »: an answer, and whose; nobody who asked.

    Whose stands for itself: no person that asked, no paper of theirs, no name that may be theirs.
    """
    tokens = reading.words.tokens
    while at < len(tokens) and tokens[at].text in _SMALL - {"retour", "reponse", "attente"}:
        at += 1
    if (
        at + 2 >= len(tokens)
        or tokens[at].text not in _ANSWERS
        or tokens[at + 1].text not in ("du", "de", "des", "d")
    ):
        return False
    whose = at + 2 + (tokens[at + 2].text in ("la", "l", "le", "les"))
    if whose >= len(tokens) or tokens[whose].capital or tokens[whose].text in REQUESTERS:
        return False
    parts = {edge.part for edge in reading.words.edges[whose]}
    named = any(
        edge.part in ("PERSON", "PERSONS", "NAME", "CAP")
        for each in reading.words.edges[at:]
        for edge in each
    )
    return bool(
        parts & {"OPEN", "THING", "BODY", "DOER", "SERVICE"} or tokens[whose].text in STOPGAPS
    ) and not ("PAPER" in parts or named)


def _is_at_a_tradesman(reading: Reading, at: int) -> bool:
    """« Attente de plants chez le pépiniériste »: what is at somebody's, who is no person that asked."""
    said = reading.words.texts(at)
    if "chez" not in said[:-2]:
        return False
    whose = said[said.index("chez") + 1 :]
    thing = any(
        edge.part == "THING" for each in reading.words.edges[at : at + said.index("chez")] for edge in each
    )
    if thing and reading.words.tokens[at + said.index("chez") + 1].capital and whose[0] not in _CIVIL:
        # A thing is made or waits there: « attente du vitrage chez Saint-Vitre ».
        return True
    return whose[0] in ("le", "la", "l", "notre", "un") and whose[1] not in REQUESTERS and "votre" not in said


#: What stands between « attente » and the colon besides the requester: « d'une réponse du … ».
_BETWEEN = _SMALL | word_set("""information informations confirmation une d de for the a an""")
#: What parts a head from what it asks, and how long a head may be.
_MARKS, _HEAD = (":", "—", "-", ","), 7
#: With what a question begins, that a comma parts from its head.
_QUESTIONS = word_set(
    """quel quelle quels quelles ou quand combien comment avez pouvez etes est savez where when what which"""
)
_BEFORE_A_QUESTION = word_set("a de depuis en par pour sur dans vers jusqu d et avec chez devant")
_TO_THEM = word_set("vous votre vos you your")
#: Whoever asks a colleague, or themselves.
_TO_US = word_set("je j on nous i we")
_TO_A_COLLEAGUE = word_set("tu te toi ton ta tes stp")


def head_ends(reading: Reading) -> int | None:
    """Where « attente demandeur » ends, at a mark or with the sentence: the head says that one waits for the
    requester, and nothing else. None for any other.
    """
    heads, words = reading.of("wait"), reading.words
    if not heads or heads[0].start != 0:
        return None
    at, named = heads[0].end, False
    while at < min(len(words.tokens), heads[0].end + _HEAD) and words.tokens[at].text not in _MARKS:
        said = words.tokens[at].text
        if said not in REQUESTERS and said not in _BETWEEN:
            return None
        named = named or said in REQUESTERS
        at += 1
    ends = at == len(words.tokens) or words.tokens[at].text in _MARKS
    return at if named and ends else None


def asks_the_requester(reading: Reading) -> bool:
    """Whether a question stands behind « attente demandeur : », which the requester is to answer; a question to a
    colleague is none (« on relance ? »).
    """
    at = head_ends(reading)
    if at is None or at >= len(reading.words.tokens) - 1:
        return False
    asked = reading.words.texts(at + 1)
    return is_for_them(asked) and (reading.words.tokens[at].text != "," or _begins_a_question(asked))


def is_for_them(asked: list[str]) -> bool:
    """Whether a question may be the requester's to answer: it is not asked of a colleague, or of oneself.

    Linear in `asked`.
    """
    said = set(asked)
    return not said & _TO_A_COLLEAGUE and bool(not said & _TO_US or said & _TO_THEM)


def speaks_to_them(asked: list[str]) -> bool:
    """Whether a question says « vous », and nothing to a colleague. Linear in `asked`."""
    return bool(_TO_THEM & set(asked)) and not _TO_A_COLLEAGUE & set(asked)


def _begins_a_question(asked: list[str]) -> bool:
    first = asked[1:2] if asked[:1] and asked[0] in _BEFORE_A_QUESTION else asked[:1]
    return bool(_QUESTIONS & set(first)) or bool(_TO_THEM & set(asked[:3]))


def explains(reading: Reading) -> bool:
    """Whether a colon follows the head: « en attente : est-ce dans l'entrée ? » asks whoever reads it."""
    heads = reading.of("wait")
    return (
        bool(heads)
        and heads[0].end < len(reading.words.tokens)
        and reading.words.tokens[heads[0].end].text == ":"
    )
