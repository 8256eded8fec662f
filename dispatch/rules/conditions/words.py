"""What a rule may ask about what a message says: words, patterns, places, themes."""

from __future__ import annotations

from dispatch.rules.conditions.evidence import Evidence, Why
from dispatch.rules.decision import Reason
from dispatch.rules.distance import nearest, reason_of
from models.organisation import Condition

_SHOWN = 80


def keywords(condition: Condition, seen: Evidence) -> Why | None:
    reasons: list[Reason] = []
    for name, asked, places in (
        ("words", condition.words, ("subject", "reply")),
        ("subject", condition.subject, ("subject",)),
        ("text", condition.text, ("text",)),
        ("reply", condition.reply, ("reply",)),
    ):
        if not asked:
            continue
        found = [
            Reason(name, place, (seen.keywords[place][keyword],), keyword)
            for place in places
            for keyword in asked
            if keyword in seen.keywords[place]
        ]
        if not found:
            return None
        reasons.extend(found)
    return tuple(reasons)


def patterns(condition: Condition, seen: Evidence) -> Why | None:
    matched = [
        Reason("regex", found[0], (found[1][:_SHOWN],), pattern)
        for pattern in condition.regex
        if (found := seen.patterns.get(pattern)) is not None
    ]
    return tuple(matched) or None


def places(condition: Condition, seen: Evidence) -> Why | None:
    reasons: list[Reason] = []
    for name, asked, mentions in (
        ("building", condition.building, seen.buildings),
        ("street", condition.street, seen.streets),
    ):
        if asked:
            found = next((one for one in mentions if one.key in asked or "*" in asked), None)
            if found is None:
                return None
            reasons.append(Reason(name, found.where, (found.written,), found.key))
    if condition.near is not None:
        closest = nearest(condition.near, seen.facts, seen.organisation)
        if closest is None:
            return None
        reasons.append(reason_of(closest))
    return tuple(reasons)


def themes(condition: Condition, seen: Evidence) -> Why | None:
    found = tuple(
        reason
        for key in condition.theme
        if (score := seen.themes.get(key)) is not None and score.holds
        for reason in score.why
    )
    return found or None
