"""What agents' corrections say of the rules: how often each was right, and words a rule lacks."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dispatch.rules.decision import Step
from dispatch.rules.passage import Passage
from dispatch.rules.placement import LEAD
from dispatch.rules.themes import ENOUGH, themes_of
from models.folding import fold
from models.organisation.themes import DANGER

#: A word is proposed when so many corrected messages have it, and almost no other message has.
_LEAST_MESSAGES = 3
_LEAST_PRECISION = 0.8
_LEAST_LETTERS = 4
_LOOKED_AT_WORDS = 400
_PROPOSED = 5
#: Words of politeness and of every letter.
_USUAL = frozenset(
    [
        "bonjour",
        "bonsoir",
        "merci",
        "madame",
        "monsieur",
        "cordialement",
        "avec",
        "vous",
        "nous",
        "votre",
        "notre",
        "dans",
        "pour",
        "cette",
        "depuis",
        "sont",
        "etre",
        "avoir",
        "fait",
        "faire",
        "plus",
        "tres",
        "bien",
    ]
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One past message: where the rules sent it, where it was in the end, what was written."""

    name: str
    routed_to: str
    ended_in: str
    subject: str
    text: str
    steps: tuple[Step, ...] = ()

    @property
    def was_moved(self) -> bool:
        """Whether an agent corrected the rules."""
        return self.routed_to != self.ended_in


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How often a rule matched, set the service, and was corrected afterwards."""

    rule: str
    matched: int
    decided: int
    moved: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A keyword that would have sent corrected messages right; never applied by itself.

    `written` is how people write it; `moved` are the corrected messages that have it, `already` those the
    rules sent to the service anyway, `against` those which belong elsewhere.
    """

    service: str
    keyword: str
    written: tuple[str, ...]
    moved: tuple[str, ...]
    already: int
    against: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """One line of reasons."""
        against = f", against {len(self.against)} elsewhere" if self.against else ", never elsewhere"
        return f"in {len(self.moved)} moved there and {self.already} sent there{against}"


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    """A theme that a service should look after: what is about it was moved there; never applied by itself.

    `owner` is the service that has the theme now, None when none has; the rest is as in `Proposal`.
    """

    service: str
    theme: str
    owner: str | None
    moved: tuple[str, ...]
    already: int
    against: tuple[str, ...]


def use_of_rules(rules: Sequence[str], messages: Iterable[Placed]) -> list[RuleUse]:
    """One line a rule, in the order given; rules that never matched are there with zeros."""
    matched: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    for message in messages:
        for step in message.steps:
            if not step.matched:
                continue
            matched[step.rule] += 1
            if f"service={message.routed_to}" in step.actions:
                decided[step.rule] += 1
                moved[step.rule] += message.was_moved
    return [RuleUse(rule, matched[rule], decided[rule], moved[rule]) for rule in rules]


def suggest(messages: Iterable[Placed]) -> list[Proposal]:
    """Keywords, the best first, for services to which agents moved requests.

    A word counts once a message; those of one family (lampadaire, lampadaires) count together.
    """
    where: dict[str, dict[str, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    services: set[str] = set()
    for message in messages:
        if message.was_moved:
            services.add(message.ended_in)
        for stem, word in _families(message).items():
            spelled[stem][word] += 1
            where[stem][message.ended_in].append(message)
    proposals = [
        proposal
        for stem, by_service in where.items()
        for service in services
        if (proposal := _proposal(service, stem, by_service, spelled[stem])) is not None
    ]
    proposals.sort(key=lambda one: (-_weight(one), one.service, one.keyword))
    kept: Counter[str] = Counter()
    best = []
    for proposal in proposals:
        kept[proposal.service] += 1
        if kept[proposal.service] <= _PROPOSED:
            best.append(proposal)
    return best


def suggest_themes(messages: Iterable[Placed], owners: Mapping[str, str]) -> list[ThemeProposal]:
    """Themes, the best first, that agents' corrections give to another service than `owners` says.

    A message counts for one theme, when it is clearly about that one.
    """
    about: dict[str, list[Placed]] = defaultdict(list)
    for message in messages:
        if (theme := _theme(message)) is not None:
            about[theme].append(message)
    proposals = []
    for theme, of_theme in about.items():
        service, count = Counter(message.ended_in for message in of_theme).most_common(1)[0]
        moved = tuple(m.name for m in of_theme if m.ended_in == service and m.was_moved)
        if service == owners.get(theme) or len(moved) < _LEAST_MESSAGES:
            continue
        if count / len(of_theme) < _LEAST_PRECISION:
            continue
        against = tuple(m.name for m in of_theme if m.ended_in != service)
        proposals.append(ThemeProposal(service, theme, owners.get(theme), moved, count - len(moved), against))
    return sorted(proposals, key=lambda one: (-len(one.moved), one.service, one.theme))


def _theme(message: Placed) -> str | None:
    """What the message is clearly about: one theme ahead of every other; None when that is not clear."""
    passages = (Passage("subject", message.subject), Passage("text", message.text))
    scores = themes_of(tuple((passage, ()) for passage in passages), frozenset())
    ranked = sorted(((each.points, key) for key, each in scores.items() if key != DANGER.key), reverse=True)
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= LEAD else None


def _families(message: Placed) -> dict[str, str]:
    passage = Passage("text", f"{message.subject}\n{message.text}")
    pairs = zip(passage.stems[:_LOOKED_AT_WORDS], passage.words[:_LOOKED_AT_WORDS], strict=True)
    return {
        stem: word
        for stem, word in pairs
        if len(word) >= _LEAST_LETTERS and word.isalpha() and fold(word) not in _USUAL
    }


def _proposal(
    service: str, stem: str, by_service: dict[str, list[Placed]], spelled: Counter[str]
) -> Proposal | None:
    here = by_service.get(service, [])
    moved = tuple(message.name for message in here if message.was_moved)
    against = tuple(
        message.name for other, messages in by_service.items() if other != service for message in messages
    )
    if len(moved) < _LEAST_MESSAGES or len(here) / (len(here) + len(against)) < _LEAST_PRECISION:
        return None
    written = tuple(word for word, _ in spelled.most_common(4))
    return Proposal(service, written[0], written, moved, len(here) - len(moved), against)


def _weight(proposal: Proposal) -> float:
    right = len(proposal.moved) + proposal.already
    # Many messages count, but less than being always right.
    return math.log1p(len(proposal.moved)) * (right / (right + 2 * len(proposal.against))) ** 2
