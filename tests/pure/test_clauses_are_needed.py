"""Every clause of the grammar of orders says something that no other one of its kind says."""

from __future__ import annotations

from intake.words.orders.grammar import clauses
from intake.words.orders.grammar.patterns import Pattern
from tests.rows import in_rows

KINDS = {**clauses.ACTS, **clauses.SUPPORT, **clauses.HEADS}
#: Sets of states after which the comparison gives up: then the pattern is taken to be needed.
_MOST = 20_000


def said_by(one: Pattern, others: list[Pattern]) -> bool:
    """Whether all that `one` accepts is accepted by one of `others`: their automata walked side by side.

    Each of `others` is walked by its place, as long as it goes along.
    """
    first = (one.begin(), tuple((place, other.begin()) for place, other in enumerate(others)))
    seen, waiting = {first}, [first]
    while waiting and len(seen) < _MOST:
        mine, theirs = waiting.pop()
        for part, onward in one.moves_from(mine).items():
            beside = tuple(
                (place, moved)
                for place, states in theirs
                if (moved := others[place].moves_from(states).get(part)) is not None
            )
            if one.final in onward and not any(others[place].final in states for place, states in beside):
                return False
            if (onward, beside) not in seen:
                seen.add((onward, beside))
                waiting.append((onward, beside))
    return not waiting


@in_rows("kind", KINDS)
def test_no_clause_is_said_by_the_others_of_its_kind(kind: str) -> None:
    patterns = [Pattern.of(written) for written in KINDS[kind]]
    idle = [
        KINDS[kind][at]
        for at, pattern in enumerate(patterns)
        if len(patterns) > 1 and said_by(pattern, patterns[:at] + patterns[at + 1 :])
    ]
    assert idle == []


def test_a_clause_that_others_say_is_seen() -> None:
    assert said_by(Pattern.of("A B"), [Pattern.of("A C?"), Pattern.of("A B* C?")])
    assert not said_by(Pattern.of("A B?"), [Pattern.of("A B")])
