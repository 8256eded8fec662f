"""Whether a rule's condition holds for a message, and because of which words."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.rules.conditions.envelope import addresses, attachments, clock, plain
from dispatch.rules.conditions.evidence import Check, Evidence, Why
from dispatch.rules.conditions.words import keywords, patterns, places, themes
from dispatch.rules.decision import Reason
from models.organisation import Condition


@dataclass(frozen=True, slots=True)
class Test:
    """A condition with the checks it really asks for, so that what is not asked costs nothing."""

    condition: Condition
    checks: tuple[Check, ...]
    all: tuple[Test, ...]
    any: tuple[Test, ...]
    negated: Test | None


def compile_condition(condition: Condition) -> Test:
    """The condition ready to be tried on many messages."""
    given = condition.model_dump(exclude_defaults=True, by_alias=False)
    return Test(
        condition,
        tuple(check for fields, check in _CHECKS if not given.keys().isdisjoint(fields)),
        tuple(compile_condition(part) for part in condition.all),
        tuple(compile_condition(part) for part in condition.any),
        compile_condition(condition.negated) if condition.negated is not None else None,
    )


def holds(test: Test, seen: Evidence) -> Why | None:
    """The reasons why a condition holds, or None when it does not; `()` when nothing is asked.

    All that is given must hold; of a list one is enough.
    """
    reasons: list[Reason] = []
    for check in test.checks:
        found = check(test.condition, seen)
        if found is None:
            return None
        reasons.extend(found)
    for part in test.all:
        inner = holds(part, seen)
        if inner is None:
            return None
        reasons.extend(inner)
    if test.any:
        first = next((why for part in test.any if (why := holds(part, seen)) is not None), None)
        if first is None:
            return None
        reasons.extend(first)
    if test.negated is not None:
        if holds(test.negated, seen) is not None:
            return None
        reasons.append(Reason("not"))
    return tuple(reasons)


_CHECKS: tuple[tuple[tuple[str, ...], Check], ...] = (
    (("door", "channel", "role", "language", "known"), plain),
    (("recipient", "sender"), addresses),
    (("words", "subject", "text", "reply"), keywords),
    (("regex",), patterns),
    (("attachments_at_least", "attachment_type", "attachment_name"), attachments),
    (("building", "street", "near"), places),
    (("theme",), themes),
    (("hours", "days", "open"), clock),
)
