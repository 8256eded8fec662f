"""From the sentences of a message to the one order that they give, or the doubt that keeps it from being done.

An order is an order when its whole sentence is understood and nothing else in the message limits it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from intake.words.cutting import Sentence
from intake.words.lexicon.listed import word_set
from intake.words.orders.comments import asks_a_colleague, comment_of
from intake.words.orders.limits import is_still_to_come, is_told_to_them, limit_of
from intake.words.orders.marked import read_marked, split_reference
from intake.words.orders.meanings import likely_verbs, misspelt_verbs, verb_for
from intake.words.orders.readings import Reading, meaning
from intake.words.orders.sentence import read_sentence
from intake.words.orders.tokens import Words, read_words
from intake.words.orders.values import Doubt, NoOrder, Order, Said, Unsure
from intake.words.orders.whole import day_alone, is_whole, one_act, told_elsewhere
from intake.words.orders.whose_turn import asks_the_requester, explains, waits_for
from intake.words.phrases import Phrases, as_phrases, is_known, is_order_phrase
from intake.words.sentences import Letter, read_letter
from intake.words.staff.names import phrases_of_staff
from intake.words.when.hours import hours_of
from models.folding import SMALL_WORDS, fold, words
from models.organisation import Organisation, Workflow


def read_order(
    text: str,
    workflow: Workflow,
    *,
    organisation: Organisation | None = None,
    today: date | None = None,
    letter: Letter | None = None,
) -> Said:
    """What a message without its quoted history orders.

    `organisation` says who « Mme Durand » and « voirie » are: without it nobody can be named. Without
    `today` only dates with a year are read. `letter` is `text` in its parts, where somebody has read them.
    Linear in `text`.
    """
    letter = read_letter(text) if letter is None else letter
    if not letter.sentences or letter.cut:
        return NoOrder()
    marked = read_marked(letter, text)
    if isinstance(marked, Order | Unsure):
        return marked
    names = phrases_of_staff(organisation) if organisation is not None else {}
    initials = _initials(organisation) if organisation is not None else {}
    own = _own_phrases(tuple(workflow.aliases.items()))
    reader = _Reader(workflow, (names, initials, own), today)
    reference, shorter = split_reference(letter)
    if reference is not None:
        said = reader.read(shorter)
        if not isinstance(said, NoOrder):
            return replace(said, reference=reference) if isinstance(said, Order) else said
    said = reader.read(marked or letter)
    if marked is not None and not isinstance(said, Order):
        return Unsure("verb", letter.sentences[0].text[:60], said.likely if isinstance(said, Unsure) else ())
    return said


@lru_cache(maxsize=8)
def _own_phrases(aliases: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrases:
    """Words of the town's workflow that the lexicon does not know as orders: these are orders here all the same."""
    return as_phrases(
        (name, "VERB", verb)
        for verb, names in aliases
        if verb != "duplicate"
        for name in names
        if not is_order_phrase(name)
    )


@lru_cache(maxsize=8)
def _initials(organisation: Organisation) -> Phrases:
    """« PM » for the police municipale: initials that mean one service and no word of an order."""
    meant: dict[str, set[str]] = {}
    for service in organisation.services:
        said = [word for word in words(fold(service.name)) if word not in SMALL_WORDS]
        if not service.closed and 2 <= len(said) <= 4:
            meant.setdefault("".join(word[0] for word in said), set()).add(service.key)
    return as_phrases(
        (short, "SERVICE", next(iter(keys)))
        for short, keys in meant.items()
        if len(keys) == 1 and not is_known(short) and short not in SMALL_WORDS
    )


class _Reader:
    def __init__(
        self,
        workflow: Workflow,
        own: tuple[Phrases, ...],
        today: date | None,
    ) -> None:
        self.workflow = workflow
        self.own = own
        self.today = today

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
            if (day := day_alone(readings)) is not None and (verb := verb_for(self.workflow, "plan", [])):
                return Order("verb", verb, date=day, hours=hours_of(readings[0][0].folded))
            if not mentioned:
                near = misspelt_verbs(self.workflow, letter)
                return Unsure("verb", letter.body[:60], near) if near else NoOrder()
            doubt: Doubt = "date_wrong" if any(each.words.wrong_date for each in mentioned) else "words"
            return self._unsure(doubt, letter, mentioned)
        return self._combined(letter, readings, ordering)

    def _unsure(self, why: Doubt, letter: Letter, readings: list[Reading]) -> Unsure:
        likely = [act for reading in readings for act in reading.likely()]
        if _NOT_OURS.match(fold(letter.body[:40])):
            # Whose work it is not does not end it: « pas chez nous, la fuite est réparée par le syndic ».
            likely = ["refuse"]
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
        act = one_act(acts, frozenset(kind for _, reading in ordering for kind in reading.kinds))
        if act is None or any(reading.torn for _, reading in ordering):
            return unsure("two_orders")
        if any(reading.words.wrong_date for _, reading in readings):
            return unsure("date_wrong")
        if act != "duplicate" and any(
            edge.part == "REF" for _, reading in readings for edges in reading.words.edges for edge in edges
        ):
            return unsure("other_request")
        for sentence, reading in ordering:
            if sentence.asks and not (act == "wait" and _asks_them(reading)):
                return unsure("question")
            if not is_whole(reading, act) and not told_elsewhere(ordering, reading, act):
                return unsure("words")
            if act == "plan" and is_told_to_them(reading):
                return unsure("words")
        for sentence, reading in readings:
            if (doubt := limit_of(sentence, reading, act)) is not None:
                return unsure(doubt)
            if act == "done" and is_still_to_come(sentence, reading, self.today):
                return unsure("condition")
        order = self._order(act, letter, ordering)
        if isinstance(order, Order):
            comment, explained = comment_of(letter, readings, act)
            if asks_a_colleague(comment):
                return unsure("words")
            # Why the town itself waits is its own affair unless the words speak to the requester.
            told = explained and not (act == "wait" and order.verb != verb_for(self.workflow, "wait", []))
            if act == "wait" and told and not _is_for_the_requester(ordering[0][0], comment):
                told = False
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
            asks_them = any(one.asks and _asks_them(each) for one, each in ordering)
            whose = "wait" if asks_them else waits_for(spoken + words(fold(letter.body)), reading)
            if whose is None:
                return "whose_answer"
            act = whose
        verb = act.removeprefix("verb:") if act.startswith("verb:") else verb_for(self.workflow, act, spoken)
        if verb is None:
            return "no_such_verb"
        day = (
            _day(reading) if any(t.verb == verb and t.needs_date for t in self.workflow.transitions) else None
        )
        hours = hours_of(next(one.folded for one, each in ordering if each is reading)) if day else ""
        return Order("verb", verb, date=day, hours=hours, mine=act == "take" and _speaks_for_self(spoken))

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


def _asks_them(reading: Reading) -> bool:
    """Whether the question of « attente : … ? » is the requester's to answer."""
    return bool(reading.of("said")) or explains(reading) or asks_the_requester(reading)


def _is_for_the_requester(head: Sentence, comment: str) -> bool:
    """Whether what follows « attente … : » is told: the head names the requester, or the words ask something.

    « Attente demandeur : RIB illisible » is what the notice asks for; « En attente : RIB illisible » only says why.
    """
    before = words(head.folded.partition(":")[0])
    said = words(fold(comment))
    return "?" in comment or not _REQUESTERS.isdisjoint(before) or not _ASKING.isdisjoint(said)


_REQUESTERS = word_set("demandeur demandeuse demandeurs usager usagere requester famille citoyen administre")
_ASKING = word_set(
    "faut manque manquent merci besoin fournir envoyer renvoyer preciser apporter need please votre vos vous"
)


_NOT_OURS = re.compile(
    r"(?:(?:ce n'est |c'est |ca n'est |n'est )?pas (?:chez|pour|a|de) nous|(?:ce n'est |c'est )?pas (?:de )?notre (?:ressort|competence|domaine)"
    r"|not ours|not for us)(?!\w)"
)


def _denied(reading: Reading, at: int) -> bool:
    before = reading.words.texts(max(0, at - 2), at)
    return "pas" in before or "non" in before


def _day(reading: Reading) -> date | None:
    days = [edge.value for edges in reading.words.edges for edge in edges if edge.part in ("DATE", "TODAY")]
    return days[0] if days and isinstance(days[0], date) and len(set(days)) == 1 else None


def _speaks_for_self(spoken: list[str]) -> bool:
    return bool({"je", "j", "jy", "moi", "i"} & set(spoken))
