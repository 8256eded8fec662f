"""What beside an order keeps it from being done: a condition, a contrast, a question."""

from __future__ import annotations

import re
from datetime import date

from intake.words.cutting import Sentence
from intake.words.gratitude import feeling_of
from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.orders.comings import comes_for_something_else
from intake.words.orders.readings import Reading
from intake.words.orders.values import Doubt
from intake.words.orders.whose_turn import OURS, asks_the_requester, explains
from models.folding import words

#: What a refusal, a hand-over or a reopening does not bear beside it.
_HEDGES = word_set(
    """si sinon doute crois pense semble moitie partie partiellement provisoirement provisoire
    temporairement instant sauf hormis annule annuler annulation attends revoir erreur tort
    dit ni presque transmis transmets maybe perhaps if unless except"""
)
#: « Peut-être », in one word or two; « ne peut être traité » is no doubt.
_PERHAPS = re.compile(r"(?<!\w)peut-etre(?!\w)|(?<!ne )(?<!\w)peut etre(?!\w)")
#: « Pas de l'urbanisme mais de la voirie » names whose it is.
_NOT_BUT = re.compile(r"(?<!\w)pas (?:\w{1,14}['’ ]?){1,4}mais (?!pas)")
#: « Projet de réponse : votre demande est rejetée (à valider par le DGS) » is shown to a colleague first.
_A_DRAFT = re.compile(
    r"(?<!\w)(?:(?:projet|brouillon|proposition|ebauche|trame|modele) (?:de |d['’])(?:reponse|courrier|lettre|mail|refus)"
    r"|a (?:valider|relire|viser) (?:par|avant|avec)|(?:tu|vous) (?:valides?|validez|relis|relisez|vises|visez)|pour (?:validation|relecture)"
    r"|avant (?:envoi|validation)|sous reserve de validation)(?!\w)"
)
#: « Refus, motif officiel à trouver »: nothing is refused for a reason that nobody has yet.
_REASON_TO_COME = re.compile(
    r"(?<!\w)(?:motifs?|raisons?|explications?|justifications?|arguments?|courrier|lettre|texte|formule|fondement)"
    r"(?: \w{2,16}){0,3} a (?:\w{2,14}(?:er|ir|re)|voir)(?!\w)|(?<!\w)a (?:motiver|argumenter|justifier|formuler|rediger)(?!\w)"
)
#: « Délai d'annulation dépassé » is a reason.
_OF_A_CANCELLING = re.compile(r"d['’]annulation(?!\w)")
#: « Et partie évacuée », where « partie hier », « partie au courrier » left.
_A_PART = re.compile(
    r"(?<!\w)partie (?!(?:au|a|aux|hier|ce|cet|cette|le|la|par|en|chez|depuis|lundi|mardi|mercredi|jeudi|vendredi)\b)\w"
)
#: « Ok pour lundi » says yes to a day that somebody else named: a meal taken off, or work planned.
_AGREES = re.compile(
    r"\W*(?:ok|okay|d'accord|d accord|oui|entendu|(?:c'est |c est )?note|c'est bon)\W+pour\b"
)
#: What turns « je prends » round.
_RETRACTS = word_set(
    """non annule annuler annulation erreur finalement sinon si plutot partie moitie no not if"""
)
#: What makes a reopening one that may come.
_SUPPOSES = word_set("""si sinon quand lorsque demain peut faut faudrait unless if when""")
#: What a sentence begins with, or holds, that takes back part of the one before.
_CONTRASTS = word_set("""mais cependant toutefois neanmoins pourtant contre revanche but however though""")

#: What « évitez de passer avant demain » may hold; a request to look whether it is done is none of these.
_OF_ADVICE = word_set(
    "n ne pas si avant demain quand peut juste faut suite prochain prochaine tant jamais question questions"
)
_ASKS_BACK = word_set(
    "verifiez confirmez attendez patientez voyez essayez tenez testez controlez assez repassez regardez chez revenez"
)
_HEADS_OF_COURTESY = (
    "n hesitez pas",
    "revenez vers nous",
    "recontactez nous",
    "rappelez nous",
    "contactez nous",
    "ecrivez nous",
)
_OF_COURTESY = word_set(
    """n hesitez pas a revenir vers nous me moi si besoin est en cas de probleme nouveau le la
    vous toute toutes autre question questions pour recontacter contacter rappeler appeler ecrire
    signaler revenez recontactez contactez rappelez ecrivez necessaire quoi ce soit difficulte
    difficultes souci soucis tout par mail telephone et au moindre demande demandes complementaire
    information informations"""
)


#: What is still to come although something is done: « nous vous recontactons », « dès que la commission aura
#: statué », « sous réserve de l’avis »; and what has only been put down: « votre dossier est bien enregistré ».
_TO_COME = re.compile(
    r"(?<!\w)(?:(?:nous|je|on) (?:vous|te|lui|leur) (?:re)?(?:contact|rappeler|ecri|tiend|tenons|tien[st]|donn)"
    r"|(?:nous|je|on) (?:revien|revenons|reviendr)|sous reserve|des (?:que|qu['’]|reception)|une fois (?:que|qu['’])"
    r"|(?:aura|auront|aurons|aurez) (?!ete )\w|(?:commission|conseil municipal) (?:statu|decid|se reun|se prononc))"
)
#: « Mise en attente chez Orange, 40 minutes au téléphone » waits on the line, and the request does not.
_ON_THE_LINE = re.compile(
    r"(?<!\w)(?:au (?:telephone|bout du fil|standard)|musique|\d{1,3} ?(?:mn|min|minutes?) (?:d'attente|a attendre))(?!\w)"
)
_YOURS = re.compile(r"(?<!\w)(?:votre|vos|vous)(?!\w)")
_PUT_DOWN = re.compile(
    r"(?<!\w)(?:demande|dossier|signalement|courrier|courriel|message|reclamation|plainte|candidature)s? "
    r"(?:(?:est|sont|a|ont|ete|bien|donc|maintenant|desormais) ){1,4}(?:enregistre|recu|note|pris en compte|prise en compte)"
)


def is_still_to_come(sentence: Sentence, reading: Reading, today: date | None) -> bool:
    """Whether a sentence of a message that says *done* tells of what is not: a promise, a reserve, that
    something was but written down, or, to whoever asked, a later day.
    """
    if _TO_COME.search(sentence.folded) or _PUT_DOWN.search(sentence.folded):
        return True
    if not _YOURS.search(sentence.folded):
        return False
    days = [edge.value for edges in reading.words.edges for edge in edges if edge.part == "DATE"]
    return today is not None and any(isinstance(day, date) and day > today for day in days)


#: We, before whatever is the requester's: « nous passerons chez vous lundi ».
_WE = word_set("nous notre nos on je j we our i")
_OUR_PEOPLE = frozenset(["DOER", "CREW", "TEAM", "AGENT", "SERVICE"])
_THEIRS = word_set("votre vos vous your yours you")


def is_told_to_them(reading: Reading) -> bool:
    """Whether a plan is only told to whoever asked: « votre bac sera ramassé demain » says what becomes of
    something of theirs, and not that we do it. Who plans begins with the word for it (« prévu lundi chez vous »),
    or with who comes (« nous passerons chez vous »).
    """
    words = reading.words
    for at, token in enumerate(words.tokens):
        parts = {edge.part for edge in words.edges[at]}
        if token.text in _THEIRS:
            if words.texts(max(0, at - 1), at) == ["rendez"]:
                # « Rendez-vous » holds no « vous ».
                continue
            return True
        if token.text in _WE or parts & _OUR_PEOPLE or (at == 0 and "PLAN" in parts):
            return False
    return False


def limit_of(sentence: Sentence, reading: Reading, act: str) -> Doubt | None:
    """What in a sentence keeps `act` from being done; None when nothing does."""
    own = reading.acts
    said = frozenset(reading.words.texts()) if reading.words.tokens else frozenset(words(sentence.folded))
    free = frozenset(
        word
        for clause in reading.clauses
        if clause.kind in ("free", "said")
        or (clause.kind == "beside" and act not in ("done", "plan", "take"))
        for word in reading.words.texts(clause.start, clause.end)
    )
    if not reading.clauses:
        free = said
    if act != "give" and _A_DRAFT.search(sentence.folded):
        return "condition"
    if act == "give" and reading.kinds == {"misrouted"}:
        # « Erreur de service. À envoyer au CCAS » says why.
        return None
    if not own:
        # A sentence beside the order, whatever the grammar makes of its words.
        free = said
        if act not in ("wait", "reopen") and (not free.isdisjoint(_CONTRASTS) or _contradicts(sentence, act)):
            return "condition"
    if not own and _is_courtesy(reading.words.texts()):
        return None
    if {"n", "hesitez", "pas"} <= free or (not own and _asks_the_reader(reading)):
        free -= _OF_ADVICE
    if act == "done" or act.startswith("verb:"):
        if sentence.asks:
            return "question"
        if own and _A_PART.search(sentence.folded):
            return "condition"
        return None if free.isdisjoint(BLOCKERS) else "condition"
    if act == "plan":
        return _limit_of_a_plan(sentence, reading, free)
    if act == "take":
        return None if free.isdisjoint(_RETRACTS) else "condition"
    if act in ("refuse", "give", "duplicate"):
        if own and "mais" in said and not (act == "give" and _NOT_BUT.search(sentence.folded)):
            return "condition"
        if act == "refuse" and _REASON_TO_COME.search(sentence.folded):
            return "condition"
        if act == "refuse" and _OF_A_CANCELLING.search(sentence.folded):
            free -= {"annulation"}
        if sentence.asks and reading.acts:
            return "question"
        hedged = not free.isdisjoint(_HEDGES) or (bool(free) and _PERHAPS.search(sentence.folded))
        return "condition" if hedged else None
    if act == "reopen":
        return None if free.isdisjoint(_SUPPOSES) else "condition"
    return _limit_of_a_wait(sentence, reading, said, free) if act == "wait" else None


def _limit_of_a_wait(
    sentence: Sentence, reading: Reading, said: frozenset[str], free: frozenset[str]
) -> Doubt | None:
    if _ON_THE_LINE.search(sentence.folded):
        return "condition"
    if sentence.asks and asks_the_requester(reading):
        # « Depuis quand ? » is what they are asked, and no limit.
        return "condition" if "sinon" in said else None
    if explains(reading):
        return None if free.isdisjoint({"mais", "si", "sinon"}) else "condition"
    if {"bloque", "bloquee"} & said and "tant" in said:
        free -= {"n", "ne"}
    limits = {"mais", "si", "sinon", "plus", "depuis", "toujours", "longtemps", "ne", "n"}
    return None if free.isdisjoint(limits - ({"plus"} if OURS & said else set())) else "condition"


def _limit_of_a_plan(sentence: Sentence, reading: Reading, free: frozenset[str]) -> Doubt | None:
    if sentence.asks:
        return "question"
    blocked = not free.isdisjoint(BLOCKERS - {"demain", "prochain", "prochaine", "avant", "juste", "peut"})
    if blocked or _AGREES.match(sentence.folded) is not None:
        return "condition"
    return "words" if reading.acts and comes_for_something_else(reading) else None


def _asks_the_reader(reading: Reading) -> bool:
    """Whether a sentence asks something of its reader: « merci de ne pas stationner » limits no order."""
    said = reading.words.texts(0, 2)
    return said in (["merci", "de"], ["merci", "d"]) or (
        bool(said) and said[0].endswith("ez") and len(said[0]) > 4 and said[0] not in _ASKS_BACK
    )


def _is_courtesy(said: list[str]) -> bool:
    """« Je reste à votre disposition », « n'hésitez pas à revenir vers nous si besoin »: said under any letter."""
    text = f" {' '.join(said)} "
    return " votre disposition " in text or (
        any(f" {head} " in text for head in _HEADS_OF_COURTESY) and _OF_COURTESY.issuperset(said)
    )


def _contradicts(sentence: Sentence, act: str) -> bool:
    """Whether a sentence beside « Fait. » says that it is not solved."""
    return (act == "done" or act.startswith("verb:")) and feeling_of(sentence.text) == "not_solved"
