"""From the sentences of a message to the one order that they give, or the doubt that keeps it from being done (p).

An order is an order when its whole sentence is understood and nothing else in the message limits it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake.words.gratitude import feeling_of
from intake.words.lexicon import en, waiting
from intake.words.lexicon.limits import BLOCKERS
from intake.words.names_of_staff import phrases_of_staff
from intake.words.orders.marked import read_marked, split_reference
from intake.words.orders.meanings import likely_verbs, misspelt_verbs, verb_for
from intake.words.orders.sentence import Reading, meaning, read_sentence
from intake.words.orders.tokens import Words, read_words
from intake.words.orders.values import Doubt, NoOrder, Order, Said, Unsure
from intake.words.phrases import Phrases, as_phrases, is_known, is_order_phrase
from intake.words.sentences import Letter, Sentence, as_text, read_letter
from models.folding import SMALL_WORDS, FoldedText, fold, words
from models.organisation import Organisation, Workflow

_REQUESTER = waiting.WAITS_FOR_REQUESTER | en.WAITS_FOR_REQUESTER
_OURS = waiting.WAITS_FOR_US | en.WAITS_FOR_US
#: What a refusal, a hand-over or a reopening does not bear beside it.
_HEDGES = frozenset(
    [
        "si",
        "sinon",
        "peut-etre",
        "doute",
        "crois",
        "pense",
        "semble",
        "moitie",
        "partie",
        "partiellement",
        "provisoirement",
        "provisoire",
        "temporairement",
        "instant",
        "sauf",
        "hormis",
        "annule",
        "annuler",
        "annulation",
        "attends",
        "revoir",
        "erreur",
        "tort",
        "par-erreur",
        "dit",
        "ni",
        "presque",
        "transmis",
        "transmets",
        "maybe",
        "perhaps",
        "if",
        "unless",
        "except",
    ]
)
#: What turns « je prends » round.
_RETRACTS = frozenset(
    [
        "non",
        "annule",
        "annuler",
        "annulation",
        "erreur",
        "finalement",
        "sinon",
        "si",
        "plutot",
        "partie",
        "moitie",
        "no",
        "not",
        "if",
    ]
)
#: What a requester gives when one waits for « votre … ».
_REQUESTERS_PART = frozenset(
    [
        "retour",
        "reponse",
        "confirmation",
        "accord",
        "photo",
        "photos",
        "justificatif",
        "justificatifs",
        "piece",
        "pieces",
        "document",
        "documents",
        "appel",
        "message",
        "precision",
        "precisions",
        "adresse",
        "part",
        "dossier",
        "courrier",
        "mail",
        "rib",
        "formulaire",
        "coordonnees",
        "numero",
        "passage",
        "reply",
        "answer",
    ]
)
#: What makes a reopening one that may come.
_SUPPOSES = frozenset(
    [
        "si",
        "sinon",
        "quand",
        "lorsque",
        "demain",
        "peut-etre",
        "peut",
        "faut",
        "faudrait",
        "unless",
        "if",
        "when",
    ]
)
#: What a sentence begins with, or holds, that takes back part of the one before.
_CONTRASTS = frozenset(
    [
        "mais",
        "cependant",
        "toutefois",
        "neanmoins",
        "pourtant",
        "contre",
        "revanche",
        "but",
        "however",
        "though",
    ]
)
#: In a reopening a mistake is the reason, not a doubt.
_PAST_ONLY = frozenset(["initialement", "annule", "annulee"])


def read_order(
    text: str,
    workflow: Workflow,
    *,
    organisation: Organisation | None = None,
    today: date | None = None,
) -> Said:
    """What a message without its quoted history orders.

    `organisation` says who « Mme Durand » and « voirie » are: without it nobody can be named. Without
    `today` only dates with a year are read.
    """
    letter = read_letter(text)
    if not letter.sentences or letter.cut:
        return NoOrder()
    marked = read_marked(letter, text)
    if isinstance(marked, Order | Unsure):
        return marked
    names = phrases_of_staff(organisation) if organisation is not None else {}
    initials = as_phrases(_initials(organisation)) if organisation is not None else {}
    own = as_phrases((alias, "VERB", verb) for verb, listed in _own_words(workflow) for alias in listed)
    reader = _Reader(workflow, (names, initials, own), today, organisation)
    reference, shorter = split_reference(letter)
    if reference is not None:
        said = reader.read(shorter)
        if not isinstance(said, NoOrder):
            return replace(said, reference=reference) if isinstance(said, Order) else said
    said = reader.read(marked or letter)
    if marked is not None and not isinstance(said, Order):
        return Unsure("verb", letter.sentences[0].text[:60], said.likely if isinstance(said, Unsure) else ())
    return said


def _own_words(workflow: Workflow) -> list[tuple[str, tuple[str, ...]]]:
    """Words of the town's workflow that the lexicon does not know as orders: these are orders here all the same."""
    return [
        (verb, tuple(name for name in names if not is_order_phrase(name)))
        for verb, names in workflow.aliases.items()
        if verb != "duplicate"
    ]


def _initials(organisation: Organisation) -> list[tuple[str, str, object]]:
    """« PM » for the police municipale: initials that mean one service and no word of an order."""
    meant: dict[str, set[str]] = {}
    for service in organisation.services:
        said = [word for word in words(fold(service.name)) if word not in SMALL_WORDS]
        if not service.closed and 2 <= len(said) <= 4:
            meant.setdefault("".join(word[0] for word in said), set()).add(service.key)
    return [
        (short, "SERVICE", next(iter(keys)))
        for short, keys in meant.items()
        if len(keys) == 1 and not is_known(short) and short not in SMALL_WORDS
    ]


class _Reader:
    def __init__(
        self,
        workflow: Workflow,
        own: tuple[Phrases, ...],
        today: date | None,
        organisation: Organisation | None,
    ) -> None:
        self.workflow = workflow
        self.own = own
        self.today = today
        self.organisation = organisation

    def read(self, letter: Letter) -> Said:
        readings: list[tuple[Sentence, Reading]] = []
        for sentence in letter.sentences:
            if sentence.note:
                continue
            found = read_words(sentence.text, self.own, self.today)
            readings.append((sentence, read_sentence(found) if found else Reading(Words((), ()))))
        ordering = [(sentence, reading) for sentence, reading in readings if reading.acts]
        mentioned = [reading for _, reading in readings if reading.mentions_order()]
        if not ordering:
            if not mentioned:
                near = misspelt_verbs(self.workflow, letter)
                return Unsure("verb", letter.body[:60], near) if near else NoOrder()
            doubt: Doubt = "date_wrong" if any(each.words.wrong_date for each in mentioned) else "words"
            return self._unsure(doubt, letter, mentioned)
        return self._combined(letter, readings, ordering)

    def _unsure(self, why: Doubt, letter: Letter, readings: list[Reading]) -> Unsure:
        likely = [act for reading in readings for act in reading.likely()]
        return Unsure(why, letter.body[:200], likely_verbs(self.workflow, likely))

    def _combined(
        self,
        letter: Letter,
        readings: list[tuple[Sentence, Reading]],
        ordering: list[tuple[Sentence, Reading]],
    ) -> Said:
        def unsure(why: Doubt) -> Unsure:
            return self._unsure(why, letter, [reading for _, reading in ordering])

        acts = frozenset(act for _, reading in ordering for act in reading.acts)
        act = _one_act(acts, frozenset(kind for _, reading in ordering for kind in reading.kinds))
        if act is None or any(reading.torn for _, reading in ordering):
            return unsure("two_orders")
        if any(reading.words.wrong_date for _, reading in readings):
            return unsure("date_wrong")
        if act != "duplicate" and any(
            edge.part == "REF" for _, reading in readings for edges in reading.words.edges for edge in edges
        ):
            return unsure("other_request")
        for sentence, reading in ordering:
            if sentence.asks and not (act == "wait" and (reading.of("said") or _explains(reading))):
                return unsure("question")
            if not _whole(reading, act) and not _told_elsewhere(ordering, reading, act):
                return unsure("words")
        for sentence, reading in readings:
            if (doubt := _limits(sentence, reading, act, reading.acts)) is not None:
                return unsure(doubt)
        order = self._order(act, letter, ordering)
        if isinstance(order, Order):
            comment, explains = _comment(letter, readings, act)
            # Why the town itself waits is its own affair unless the words speak to the requester.
            told = explains and not (act == "wait" and order.verb != verb_for(self.workflow, "wait", []))
            return replace(order, comment=comment, explains=told)
        return unsure(order)

    def _order(self, act: str, letter: Letter, ordering: list[tuple[Sentence, Reading]]) -> Order | Doubt:
        reading = next(each for _, each in ordering if act in {meaning(one) for one in each.acts})
        spoken = [word for _, each in ordering for word in each.words.texts()]
        if act == "give":
            return self._given(reading)
        if act == "duplicate":
            other = next(str(e.value) for edges in reading.words.edges for e in edges if e.part == "REF")
            return Order("duplicate", other=other)
        if act == "wait":
            asks_them = any(one.asks and (each.of("said") or _explains(each)) for one, each in ordering)
            whose = "wait" if asks_them else _waits_for(spoken + words(fold(letter.body)), reading)
            if whose is None:
                return "whose_answer"
            act = whose
        verb = act.removeprefix("verb:") if act.startswith("verb:") else verb_for(self.workflow, act, spoken)
        if verb is None:
            return "no_such_verb"
        day = (
            _day(reading) if any(t.verb == verb and t.needs_date for t in self.workflow.transitions) else None
        )
        return Order("verb", verb, date=day, mine=act == "take" and _speaks_for_self(spoken))

    def _given(self, reading: Reading) -> Order | Doubt:
        named = {
            (edge.part, str(edge.value))
            for clause in reading.of("give")
            for at in range(clause.start, clause.end)
            for edge in reading.words.edges[at]
            if edge.part in ("AGENT", "SERVICE") and edge.end <= clause.end and not _denied(reading, at)
        }
        agents = {key for part, key in named if part == "AGENT"}
        services = {key for part, key in named if part == "SERVICE"}
        if len(agents) == 1:
            return Order("assign", target=agents.pop())
        if not agents and len(services) == 1:
            return Order("service", target=services.pop())
        return "two_orders"


def _denied(reading: Reading, at: int) -> bool:
    before = reading.words.texts(max(0, at - 2), at)
    return "pas" in before or "non" in before


def _one_act(acts: frozenset[str], kinds: frozenset[str]) -> str | None:
    """The one act of a message; None when several contradict each other."""
    named = frozenset(map(meaning, acts))
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


def _told_elsewhere(ordering: list[tuple[Sentence, Reading]], reading: Reading, act: str) -> bool:
    """Whether another sentence orders the same outright: then this one is a remark beside it, looked at for limits."""
    return any(
        other is not reading and other.acts & {"done", "closed"} and act == "done" and _whole(other, act)
        for _, other in ordering
    )


def _whole(reading: Reading, act: str) -> bool:
    """Whether what the grammar does not know in an ordering sentence may stand there."""
    free = reading.of("free")
    said = reading.words.texts()
    if act in ("done", "plan", "take") and ("mais" in said or said[-2:] == ["a", "vous"]):
        return False
    if act == "plan" and _put_off(reading):
        return False
    if act == "give" and reading.of("said") and not _gives_outright(reading):
        # « Pour la cantine, veuillez remplir le dossier » tells the requester where to go.
        return False
    if not free:
        return True
    if act in ("wait", "refuse", "reopen", "duplicate"):
        return True
    if act == "done" and "closed" in reading.acts:
        return True
    if act == "give":
        after = reading.of("give")[0].end
        return _gives_outright(reading) and all(
            clause.start > after and reading.words.tokens[clause.start - 1].text in (",", "—")
            for clause in free
        )
    return False


def _put_off(reading: Reading) -> bool:
    """« Prévu le 4/12, reporté »: a plan without a day after one with a day takes it back."""
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


def _limits(sentence: Sentence, reading: Reading, act: str, own: frozenset[str]) -> Doubt | None:
    """What in a sentence keeps `act` from being done; None when nothing does."""
    said = frozenset(reading.words.texts()) if reading.words.tokens else frozenset(words(sentence.folded))
    free = frozenset(
        word
        for clause in reading.clauses
        if clause.kind in ("free", "said")
        for word in reading.words.texts(clause.start, clause.end)
    )
    if not reading.clauses:
        free = said
    if act == "give" and reading.kinds == {"misrouted"}:
        # « Erreur de service. À envoyer au CCAS » says why.
        return None
    if not own:
        # A sentence beside the order, whatever the grammar makes of its words.
        free = said
        if act not in ("wait", "reopen") and (not free.isdisjoint(_CONTRASTS) or _contradicts(sentence, act)):
            return "condition"
    if {"n", "hesitez", "pas"} <= free or (not own and _asks_the_reader(reading)):
        free -= {"n", "ne", "pas"}
    if act in ("done",) or act.startswith("verb:"):
        if sentence.asks:
            return "question"
        if not own and reading.kinds & {"free"} and act == "done" and not free.isdisjoint(BLOCKERS):
            return "condition"
        return None if free.isdisjoint(BLOCKERS) else "condition"
    if act == "plan":
        return (
            "question"
            if sentence.asks
            else None
            if free.isdisjoint(BLOCKERS - {"demain", "prochain", "prochaine", "avant", "juste", "peut"})
            else "condition"
        )
    if act == "take":
        return None if free.isdisjoint(_RETRACTS) else "condition"
    if act in ("refuse", "give", "duplicate"):
        if sentence.asks and reading.acts:
            return "question"
        return None if free.isdisjoint(_HEDGES) else "condition"
    if act == "reopen":
        return None if free.isdisjoint(_SUPPOSES) else "condition"
    if act == "wait":
        if {"bloque", "bloquee"} & said and "tant" in said:
            free -= {"n", "ne"}
        return (
            None
            if free.isdisjoint(
                {"mais", "si", "sinon", "plus", "depuis", "toujours", "longtemps", "ne", "n"}
                - ({"plus"} if _OURS & said else set())
            )
            else "condition"
        )
    return None


def _asks_the_reader(reading: Reading) -> bool:
    """Whether a sentence asks something of its reader: « merci de ne pas stationner » limits no order."""
    said = reading.words.texts(0, 2)
    return said[:1] == ["veuillez"] or said == ["merci", "de"]


def _contradicts(sentence: Sentence, act: str) -> bool:
    """Whether a sentence beside « Fait. » says that it is not solved."""
    return (act == "done" or act.startswith("verb:")) and feeling_of(sentence.text) == "not_solved"


def _waits_for(spoken: list[str], reading: Reading) -> str | None:
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
        theirs_alone = not (_OURS - {"piece", "pieces", "accord", "signature"}) & set(spoken)
        named = {"votre", "vos"} & set(spoken) or waiting.PAPERS & set(spoken) or "manque" not in spoken
        return "wait" if theirs_alone and named and len(outright) == 1 else None
    if outright:
        return None if (waiting.PAPERS & set(spoken)) else "wait_internal"
    first = reading.words.texts(head.start, head.end)
    after = [
        word
        for word in reading.words.texts(head.end)
        if word
        not in ("de", "du", "d", "des", "la", "le", "les", "l", "un", "une", "retour", "dans", "attente")
    ]
    vocabulary = _REQUESTER | _OURS
    if first in (["attente"], ["att"]) and not (after and after[0] in vocabulary):
        return None
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
    said -= (_REQUESTER - waiting.PAPERS) - near_head
    if {"sa", "son"} & near_head and {"reponse", "retour", "accord", "appel"} & near_head:
        return "wait"
    if "identite" in said:
        said -= {"piece", "pieces"}
    theirs, ours = said & _REQUESTER, said & _OURS
    if {"votre", "vos"} & set(after[:2]):
        return "wait" if _REQUESTERS_PART & set(reading.words.texts(head.end)) else None
    if theirs and not ours:
        return "wait"
    if ours and not theirs:
        return "wait_internal"
    if theirs and ours:
        near = next((word for word in after if word in vocabulary), None)
        return None if near is None else "wait" if near in _REQUESTER else "wait_internal"
    return None


def _explains(reading: Reading) -> bool:
    """Whether a colon follows the head: « en attente : est-ce dans l'entrée ? » asks whoever reads it."""
    heads = reading.of("wait")
    return (
        bool(heads)
        and heads[0].end < len(reading.words.tokens)
        and reading.words.tokens[heads[0].end].text == ":"
    )


def _day(reading: Reading) -> date | None:
    days = [edge.value for edges in reading.words.edges for edge in edges if edge.part in ("DATE", "TODAY")]
    return days[0] if days and isinstance(days[0], date) and len(set(days)) == 1 else None


def _speaks_for_self(spoken: list[str]) -> bool:
    return bool({"je", "j", "moi", "i"} & set(spoken))


def _colon(reading: Reading, act: str) -> int | None:
    """Where an explanation begins: after the order, and the words that say for whom one waits."""
    head = next(clause for clause in reading.clauses if clause.kind == act)
    at = head.end
    while (
        act == "wait"
        and at < min(len(reading.words.tokens), head.end + 4)
        and reading.words.tokens[at].text in _WHOSE
    ):
        at += 1
    marked = at < len(reading.words.tokens) and reading.words.tokens[at].text in (":", "—")
    return at if marked and head.start == 0 else None


#: « du demandeur », « interne », between the order to wait and its explanation.
_WHOSE = frozenset(
    ["de", "du", "la", "le", "l", "demandeur", "demandeuse", "demandeurs", "interne", "usager", "for", "the",
     "requester", "internally"]
)  # fmt: skip
_BARE = frozenset(
    ["done", "take", "plan", "give", "assent", "refuse", "reopen", "to_plan", "duplicate", "mistake"]
)


def _comment(letter: Letter, readings: list[tuple[Sentence, Reading]], act: str) -> tuple[str, bool]:
    """What was written besides the bare order, in whole sentences; or what follows the colon of an explanation."""
    first = next((reading for _, reading in readings if reading.acts), None)
    sentence = next((sentence for sentence, reading in readings if reading.acts), None)
    if first is not None and sentence is not None and act in ("refuse", "wait"):
        colon = _colon(first, act)
        if colon is not None:
            at = first.words.tokens[colon].end
            source = FoldedText(sentence.text)
            tail = source.original(at, len(source.folded)).strip(" :-–—")
            others = [each for each, _ in readings if each is not sentence]
            return as_text((replace(sentence, text=tail), *others) if tail else others), True
    kept = [
        each
        for each in letter.sentences
        if each.note or not _is_bare(next((r for s, r in readings if s is each), None))
    ]
    return as_text(kept), False


def _is_bare(reading: Reading | None) -> bool:
    return (
        reading is not None
        and bool(reading.clauses)
        and reading.kinds <= _BARE
        and not (
            "done" in reading.kinds
            and any(edge.part in ("THING", "JUNK") for edges in reading.words.edges for edge in edges)
        )
    )
