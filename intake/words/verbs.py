"""Which verb of a workflow a line begins with, if any (p). When a sentence only begins like one: see intake.words.orders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from intake.words.dates import find_date
from models.folding import fold, words
from models.organisation import Workflow

_SUBJECTS = re.compile(
    r"(?:c'est|(?:les |ces )?travaux|(?:la |l'|cette )?(?:intervention|demande|reparation)|(?:le |ce )?(?:dossier|travail|probleme))"
    r"(?: (?:est|sont|a ete|ont ete))? "
)
_LINKING = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "que",
        "qu",
        "par",
        "pour",
        "avec",
        "sur",
        "dans",
        "a",
        "au",
        "aux",
        "en",
        "et",
        "ou",
        "comme",
        "depuis",
        "of",
        "for",
        "by",
        "from",
        "since",
        "until",
    ]
)
_SPEAKING = frozenset(
    ["je", "j", "nous", "vous", "votre", "vos", "notre", "nos", "on", "i", "we", "you", "your", "our"]
)
#: Words that may stand before a date without being a comment.
BEFORE_DATE = frozenset(["le", "pour", "au", "ce", "on", "for", "the"])
#: When something was done: nothing more is needed to make « fait hier » an order.
_WHEN = re.compile(
    r"[ ]?(?:depuis )?(?:ce matin|hier(?: matin| soir)?|ce jour|aujourd'hui|cet apres-midi|ce soir|a l'instant"
    r"|today|yesterday|this (?:morning|afternoon))(?=[ ]?(?:$|[.!;:(]))"
)
#: After these words the verb was but the subject of a sentence: « Terminé est un grand mot ».
_PREDICATES = frozenset(["est", "sont", "n", "is", "are"])
#: « Fait-il », « pris en charge-ci »: the verb runs on into another word.
_HYPHENED = re.compile(r"-[a-z]")
_SHORT = 5


@dataclass(frozen=True, slots=True)
class FoundVerb:
    """A verb, and where its alias ends in the folded line."""

    key: str
    end: int


def _alias_words(workflow: Workflow) -> list[tuple[list[str], str]]:
    """Aliases as words, longest first so that « en attente du demandeur » comes before « en attente »."""
    pairs = [(words(fold(alias)), verb) for verb, names in workflow.aliases.items() for alias in names]
    return sorted((pair for pair in pairs if pair[0]), key=lambda pair: -len(pair[0]))


def find_verb(folded: str, start: int, workflow: Workflow, *, sure: bool) -> FoundVerb | None:
    """The verb whose alias stands at `start` of a folded line, the longest alias first; `sure` when it was marked as an order."""
    subject = _SUBJECTS.match(folded, start)
    for begin in (start, subject.end()) if subject else (start,):
        spans = [
            (found[0], found.start(), found.end())
            for found in re.finditer(r"[a-z0-9]+", folded[: begin + 200])
            if found.start() >= begin
        ]
        texts = [span[0] for span in spans]
        for alias, verb in _alias_words(workflow):
            if len(alias) <= len(texts) and all(_same(*pair) for pair in zip(texts, alias, strict=False)):
                end = spans[len(alias) - 1][2]
                following = texts[len(alias) :]
                asks = not sure and not _may_ask(workflow, verb) and _is_question(folded, end)
                if sure or (
                    not asks and _is_order(folded, end, alias, following, in_sentence=begin != start)
                ):
                    return FoundVerb(verb, end)
                is_dated = needs_date(workflow, verb) and begin == start and not asks
                if is_dated and _is_date_next(folded[end : end + 40]):
                    return FoundVerb(verb, end)
    return None


def needs_date(workflow: Workflow, verb: str) -> bool:
    """Whether a verb wants a date in any of its transitions."""
    return any(each.needs_date for each in workflow.transitions if each.verb == verb)


def _may_ask(workflow: Workflow, verb: str) -> bool:
    """Whether a verb wants an explanation, which may be a question: « en attente pouvez-vous préciser ? »."""
    return any(each.comment_required for each in workflow.transitions if each.verb == verb)


def _is_question(folded: str, end: int) -> bool:
    """Whether the words up to the first mark after the verb ask: « Traité par quel produit ? »."""
    mark = re.search(r"[,.;:!?(]", folded[end : end + 300])
    return mark is not None and mark[0] == "?"


def _is_date_next(folded: str) -> bool:
    found = find_date(folded, date(2000, 1, 1))
    return found is not None and set(words(folded[: found.start])) <= BEFORE_DATE


def _same(written: str, alias: str) -> bool:
    return written == alias or (len(alias) > 3 and written in (alias + "s", alias + "es"))


def _is_order(folded: str, end: int, alias: list[str], following: list[str], *, in_sentence: bool) -> bool:
    after = folded[end : end + 200].lstrip()
    if after.startswith("?") or _HYPHENED.match(folded, end):
        return False
    if not after or after[0] in ",.;:!-()":
        return True
    if _WHEN.match(folded, end):
        return True
    if following and following[0] in _PREDICATES:
        return False
    if in_sentence or not folded[end : end + 1].isspace():
        return False
    if len(alias) == 1 and len(alias[0]) <= _SHORT:
        return False
    linked = bool(following) and following[0] in _LINKING
    return not (linked and _SPEAKING.intersection(following))


def misspelt_verbs(folded: str, workflow: Workflow) -> tuple[str, ...]:
    """Verbs one letter or two away from how the line begins, when nothing but punctuation follows."""
    head = re.split(r"[,.;:!-]", folded, maxsplit=1)[0]
    return () if folded.rstrip().endswith("?") else nearest_verbs(words(head), workflow, lenient=False)


def nearest_verbs(written: list[str], workflow: Workflow, *, lenient: bool) -> tuple[str, ...]:
    """Verbs a few letters away from the words written, the nearest first; `lenient` allows two letters more."""
    scored: list[tuple[int, str]] = []
    for alias, verb in _alias_words(workflow):
        wanted = " ".join(alias)
        given = " ".join(written[: len(alias)] if lenient else written)
        allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
        distance = OSA.distance(given[:100], wanted, score_cutoff=allowed + lenient * 2)
        if distance <= allowed + lenient * 2 and given[:1] == wanted[:1]:
            scored.append((distance, verb))
    return tuple(dict.fromkeys(verb for _, verb in sorted(scored)))[:3]
