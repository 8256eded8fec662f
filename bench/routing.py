"""How long it takes to place a message: 1,000 rules, 2,000 buildings, 5 KB of text. Processor time, so that
neighbours do not count.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate

from dispatch.rules.decision import Facts
from dispatch.rules.index import RuleIndex
from dispatch.rules.route import compile_rules, route
from models.organisation import Action, Building, Condition, Organisation, Rule, Service, Town
from tests.obvious_routing import obvious_route

RULES = 1000
BUILDINGS = 2000
LETTERS = 5000
MESSAGES = 60
SHORT_MESSAGES = 2
SHORT_LETTERS = 300

_SYLLABLES = ["ba", "be", "bi", "bo", "bu", "ca", "ce", "ci", "co", "da", "de", "di", "do", "fa", "fe", "fi", "fo", "ga", "ge", "go", "la", "le", "li", "lo", "lu", "ma", "me", "mi", "mo", "na", "ne", "ni", "no", "pa", "pe", "pi", "po", "ra", "re", "ri", "ro", "sa", "se", "si", "so", "ta", "te", "ti", "to", "va", "ve", "vi", "vo", "chan", "bour", "ville", "mont", "saint", "roc", "clair", "gran", "pré", "él", "éc", "ais", "ent", "eur", "ier", "oux"]  # fmt: skip  # noqa: E501
_KINDS = (
    "École",
    "Gymnase",
    "Stade",
    "Square",
    "Rue",
    "Place",
    "Résidence",
    "Salle",
    "Parc",
    "Avenue",
    "Crèche",
)


@dataclass(frozen=True)
class Row:
    """One line of the bench: a name, a median in milliseconds, and the spread (5th to 95th percentile)."""

    name: str
    median_ms: float
    low_ms: float
    high_ms: float


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))


def large_organisation(chance: random.Random, rule_count: int, building_count: int) -> Organisation:
    """An invented city: names share words as real ones do, a tenth of the rules is a pattern, a tenth looks
    at places.
    """
    vocabulary = [_word(chance) for _ in range(4000)]
    buildings = tuple(
        Building(
            key=f"b{at}",
            name=f"{chance.choice(_KINDS)} {chance.choice(vocabulary)} {chance.choice(vocabulary)}",
            address=f"{chance.randint(1, 200)} rue {chance.choice(vocabulary)}",
        )
        for at in range(building_count)
    )
    rules = []
    for at in range(rule_count):
        words = tuple(
            " ".join(chance.choices(vocabulary, k=chance.choice((1, 1, 2))))
            for _ in range(chance.randint(1, 8))
        )
        match at % 10:
            case 0:
                when = Condition(
                    regex=(rf"{chance.choice(vocabulary)} \d{{1,3}}", rf"\b{chance.choice(vocabulary)}\b")
                )
            case 1:
                when = Condition(
                    building=tuple(f"b{chance.randrange(building_count)}" for _ in range(3)), words=words
                )
            case 2:
                when = Condition(recipient=(f"service{at}@ville.test",))
            case 3:
                when = Condition(
                    any=(Condition(subject=words), Condition(words=words, negated=Condition(text=words[:1])))
                )
            case _:
                when = Condition(words=words)
        rules.append(Rule(key=f"r{at}", when=when, then=Action(tags=(f"t{at % 50}",), service=f"s{at % 12}")))
    services = tuple(Service(key=f"s{at}", name=f"Service {at}") for at in range(12))
    town = Town(name="Bench", default_service="s0", due_working_days=10)
    return Organisation(town=town, services=services, buildings=buildings, rules=tuple(rules))


def messages(chance: random.Random, organisation: Organisation, count: int) -> list[Facts]:
    """Texts of 5,000 letters: common words often, rare ones seldom (Zipf), a tenth with a letter wrong.

    Each names three buildings and says a dozen of the rules' words; subjects name one more.
    """
    language = [_word(chance) for _ in range(20_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(language) + 1)))
    names = [building.name for building in organisation.buildings]
    said = [word for rule in organisation.rules for word in rule.when.words]
    made = []
    for _ in range(count):
        words = chance.choices(language, cum_weights=weights, k=LETTERS // 5)
        for at, word in enumerate(words):
            if chance.random() < 0.1:
                letter = chance.randrange(len(word))
                words[at] = word[:letter] + chance.choice("aeiourst") + word[letter + 1 :]
        for phrase in (*chance.choices(names, k=3), *chance.choices(said, k=12)):
            words.insert(chance.randrange(400), phrase)
        received_at = datetime(2026, 3, chance.randint(1, 28), 9, tzinfo=UTC)
        text = " ".join(words)[:LETTERS]
        made.append(Facts(received_at=received_at, subject=f"problème {chance.choice(names)}", text=text))
    return made


def _timed(name: str, work: list[Facts], decide: object) -> Row:
    assert callable(decide)
    taken = []
    for facts in work:
        start = time.process_time()
        decide(facts)
        taken.append((time.process_time() - start) * 1000)
    ordered = sorted(taken)
    return Row(
        name, statistics.median(ordered), ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    )


def run(
    seed: int = 5, rule_count: int = RULES, building_count: int = BUILDINGS, message_count: int = MESSAGES
) -> list[Row]:
    """A new index meets each text for the first time, then again; the obvious way tries a few and agrees."""
    chance = random.Random(seed)
    organisation = large_organisation(chance, rule_count, building_count)
    work = messages(chance, organisation, message_count)
    start = time.process_time()
    index: RuleIndex = compile_rules(organisation)
    compiled_ms = (time.process_time() - start) * 1000
    short = [replace(facts, text=facts.text[:SHORT_LETTERS]) for facts in work[:SHORT_MESSAGES]]
    for facts in short:
        assert route(facts, index) == obvious_route(facts, organisation)
    return [
        Row(
            f"compile {rule_count} rules and {building_count} buildings",
            compiled_ms,
            compiled_ms,
            compiled_ms,
        ),
        _timed("route 5 KB", work, lambda facts: route(facts, index)),
        _timed("route 5 KB again", work, lambda facts: route(facts, index)),
        _timed("route 300 letters", short * 20, lambda facts: route(facts, index)),
        _timed("route 300 letters the obvious way", short, lambda facts: obvious_route(facts, organisation)),
    ]


def main() -> None:
    """Print the rows and how many times faster the index is."""
    rows = run()
    for row in rows:
        print(f"{row.name:45} {row.median_ms:10.2f} ms  ({row.low_ms:.2f} - {row.high_ms:.2f})")
    print(f"{rows[-1].median_ms / rows[-2].median_ms:.0f} times faster than the obvious way")


if __name__ == "__main__":
    main()
