"""One sentence against the grammar: which clauses it is made of, when every word has its place."""

from __future__ import annotations

from dataclasses import dataclass

from intake.words.orders.grammar import clauses
from intake.words.orders.grammar.following import JOINS, SPEAKERS, is_mark, may_follow
from intake.words.orders.grammar.open_clauses import ENDING, may_begin, open_ends
from intake.words.orders.grammar.open_plans import DAYS, planned_end
from intake.words.orders.grammar.open_takes import TAKING, asked_end, taken_end
from intake.words.orders.grammar.patterns import Pattern
from intake.words.orders.grammar.remarks import remark_end
from intake.words.orders.grammar.tails import stretch, tail_end, topic_end
from intake.words.orders.readings import Clause, Reading, is_act, meaning
from intake.words.orders.tokens import Words

#: A clause that the grammar does not know costs more than any that it knows.
_FREE = 10
#: A clause told by its classes is dearer than one that the tables list.
_OPEN = 7
#: A remark in open words is dearer than three clauses that are listed, and cheaper than words that are not understood.
_REMARK = 16
_TOPIC = 8
_SPEAKS = frozenset(["vous", "votre", "vos", "votres"])


@dataclass(slots=True)
class _Way:
    cost: int
    path: tuple[Clause, ...]


def read_sentence(words: Words) -> Reading:
    """The clauses of one sentence. Costs at most words² x patterns; sentences are capped at sixty words."""
    count = len(words.tokens)
    if _sounds_only_like_one(words):
        return Reading(words)
    present = frozenset(edge.part for edges in words.edges for edge in edges)
    best: list[dict[frozenset[str], _Way]] = [{} for _ in range(count + 1)]
    best[0][frozenset()] = _Way(0, ())
    for at in range(count):
        if not best[at]:
            continue
        for clause, cost in _clauses_from(words, at, present):
            for acts, way in best[at].items():
                if not may_follow(way.path, clause, words):
                    continue
                kind = clause.kind
                grown = acts | {kind} if is_act(kind) else acts
                path = way.path if kind == "mark" else (*way.path, clause)
                known = best[clause.end].get(grown)
                if known is None or way.cost + cost < known.cost:
                    best[clause.end][grown] = _Way(way.cost + cost, path)
    ways = sorted(best[count].items(), key=lambda each: each[1].cost)
    if not ways:
        return Reading(words)
    cost = ways[0][1].cost
    torn = any(other.cost == cost and _meaning(acts) != _meaning(ways[0][0]) for acts, other in ways[1:4])
    return Reading(words, ways[0][1].path, torn)


def _sounds_only_like_one(words: Words) -> bool:
    """« je prends note », « trop »: words that order nothing where they stand so, except in the reason of a head."""
    reasons = len(words.tokens)
    if words.edges and {"REFUSE", "REFUSEHEAD", "WAITHEAD"} & {edge.part for edge in words.edges[0]}:
        reasons = next((at for at, token in enumerate(words.tokens) if token.text == ":"), reasons)
    return any(
        any(edge.part == "FALSE" for edge in edges) and not any(edge.part == "MISTAKE" for edge in edges)
        for edges in words.edges[:reasons]
    )


def _speaks(said: list[str]) -> bool:
    """Whether a clause of these words speaks to the requester: « vous », « votre », « veuillez », « merci d'avoir … »."""
    if said[0] == "merci" and len(said) > 2:
        return said[1:3] in (
            ["de", "nous"],
            ["d", "avoir"],
            ["pour", "votre"],
            ["de", "votre"],
            ["a", "vous"],
            ["pour", "le"],
        )
    return any(word in _SPEAKS or (word.endswith("ez") and len(word) > 4) for word in said)


def _meaning(acts: frozenset[str]) -> frozenset[str]:
    return frozenset(meaning(act) for act in acts)


def _clauses_from(words: Words, at: int, present: frozenset[str]) -> list[tuple[Clause, int]]:
    found: list[tuple[Clause, int]] = []
    if is_mark(words, at):
        found.append((Clause("mark", at, at + 1), 0))
    for kind, pattern, cost in clauses.that_may_begin_with({edge.part for edge in words.edges[at]}):
        found.extend((Clause(kind, at, end), cost) for end in pattern.ends(words, at))
    for edge in words.edges[at]:
        if edge.part == "VERB":
            found.extend((Clause(f"verb:{edge.value}", at, end), 3) for end in _after_verb(words, edge.end))
    if may_begin(words, at):
        if ENDING & present:
            told = [(Clause(kind, at, end), _OPEN) for kind, end in open_ends(words, at)]
            # What ends a work is no remark beside one.
            ended = {clause.end for clause, _ in told if clause.kind == "mended"}
            found = [each for each in found if each[0].kind != "also" or each[0].end not in ended] + told
        if DAYS & present and (end_of_plan := planned_end(words, at)) is not None:
            found.append((Clause("plan", at, end_of_plan), _OPEN))
        if TAKING & present and (end_of_taking := taken_end(words, at)) is not None:
            found.append((Clause("take", at, end_of_taking), _OPEN))
    if "ASKING" in present and (end_of_asking := asked_end(words, at)) is not None:
        found.append((Clause("asking", at, end_of_asking), _OPEN))
    if (end_of_tail := tail_end(words, at)) is not None:
        found.append((Clause("tail", at, end_of_tail), 6))
    if (end_of_remark := remark_end(words, at)) is not None:
        found.append((Clause("beside", at, end_of_remark), _REMARK if end_of_remark > at + 1 else _FREE - 1))
    if (end_of_topic := topic_end(words, at)) is not None:
        found.append((Clause("topic", at, end_of_topic), _TOPIC))
    end, mark = at, stretch(words, at)
    while end < mark:
        end += 1
        if end < len(words.tokens) and words.tokens[end].text in JOINS:
            break
        if _says_reopen(words, end) and not is_mark(words, at):
            found.append((Clause("free", at, end), _FREE * (end - at)))
    if end > at and not is_mark(words, at):
        said = words.texts(at, end)
        found.append((Clause("said" if _speaks(said) else "free", at, end), _FREE * (end - at)))
    return found


def _says_reopen(words: Words, at: int) -> bool:
    return (
        at < len(words.tokens)
        and words.tokens[at].text in SPEAKERS
        and any(edge.part == "REOPEN" for edge in words.edges[at])
    )


def _after_verb(words: Words, at: int) -> list[int]:
    """Ends of a workflow's own word: itself, and with when it was."""
    return [at, *_WHEN.ends(words, at)] if at < len(words.tokens) else [at]


_WHEN = Pattern.of("(PAST|PASTDAY|TIME|BY|THANKS|DATE|ATDATE DATE)+")
