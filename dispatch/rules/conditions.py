"""Whether a rule's condition holds for a message, and because of which words."""

from __future__ import annotations

import re as standard_re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from fnmatch import translate
from functools import lru_cache

from dispatch.rules.decision import Facts, Reason
from dispatch.rules.distance import nearest
from dispatch.rules.place_names import Mention
from dispatch.rules.themes import Score
from models.folding import fold
from models.organisation import WEEKDAYS, Condition, Organisation
from models.organisation.working_time import is_open

Why = tuple[Reason, ...]
Check = Callable[[Condition, "Evidence"], Why | None]
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one message, once, for all rules: by keyword, pattern, building and street."""

    facts: Facts
    organisation: Organisation
    #: By place, then keyword: the words as written.
    keywords: dict[str, dict[str, str]]
    #: By pattern: the place and the words.
    patterns: dict[str, tuple[str, str]]
    buildings: tuple[Mention, ...]
    streets: tuple[Mention, ...]
    #: The themes for which anything speaks; `danger` among them.
    themes: dict[str, Score] = field(default_factory=dict)
    #: Keys of the buildings that are more than a landmark: not only « devant » or « près de » them.
    matter: frozenset[str] = frozenset()

    @property
    def local_time(self) -> datetime:
        """The time of receipt on the town's clock."""
        return self.facts.received_at.astimezone(self.organisation.town.zone)


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


def _plain(condition: Condition, seen: Evidence) -> Why | None:
    facts = seen.facts
    reasons: list[Reason] = []
    for name, asked, value in (
        ("door", condition.door, facts.door),
        ("channel", condition.channel, facts.channel),
        ("role", condition.role, facts.role),
        ("language", condition.language, facts.language),
    ):
        if asked:
            if value not in asked:
                return None
            reasons.append(Reason(name, found=(value,)))
    if condition.known is not None:
        if condition.known != facts.known_person:
            return None
        reasons.append(Reason("known", found=("yes" if facts.known_person else "no",)))
    return tuple(reasons)


def address_fits(pattern: str, address: str) -> bool:
    """Whether an address or number is meant by `x@y`, `x@`, `@y` or `+33…`; a domain includes its
    subdomains.
    """
    pattern, address = fold(pattern).strip(), fold(address)
    if pattern.startswith("@"):
        domain = address.rpartition("@")[2]
        return domain == pattern[1:] or domain.endswith("." + pattern[1:])
    if pattern.endswith("@"):
        return address.startswith(pattern)
    return address == pattern


def _addresses(condition: Condition, seen: Evidence) -> Why | None:
    facts = seen.facts
    senders = tuple(filter(None, (facts.sender_address, facts.sender_phone)))
    reasons: list[Reason] = []
    for name, asked, given in (
        ("recipient", condition.recipient, facts.recipients),
        ("sender", condition.sender, senders),
    ):
        if asked:
            found = next(((one, it) for one in asked for it in given if address_fits(one, it)), None)
            if found is None:
                return None
            reasons.append(Reason(name, found=(found[1],), asked=found[0]))
    return tuple(reasons)


def _keywords(condition: Condition, seen: Evidence) -> Why | None:
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


def _patterns(condition: Condition, seen: Evidence) -> Why | None:
    matched = [
        Reason("regex", found[0], (found[1][:_SHOWN],), pattern)
        for pattern in condition.regex
        if (found := seen.patterns.get(pattern)) is not None
    ]
    return tuple(matched) or None


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> standard_re.Pattern[str]:
    # fnmatch's translation has no nested repetition; runs of * are collapsed so that none can be made.
    return standard_re.compile(translate(standard_re.sub(r"\*+", "*", fold(pattern))))


def _attachments(condition: Condition, seen: Evidence) -> Why | None:
    given = seen.facts.attachments
    reasons: list[Reason] = []
    if condition.attachments_at_least is not None:
        if len(given) < condition.attachments_at_least:
            return None
        reasons.append(Reason("attachments_at_least", found=(str(len(given)),)))
    for name, asked in (
        ("attachment_type", condition.attachment_type),
        ("attachment_name", condition.attachment_name),
    ):
        if not asked:
            continue
        found = next(
            (
                (pattern, each)
                for pattern in asked
                for each in given
                if _glob(pattern).match(
                    fold(each.content_type if name == "attachment_type" else each.filename)
                )
            ),
            None,
        )
        if found is None:
            return None
        reasons.append(Reason(name, found[1].filename, (found[1].content_type,), found[0]))
    return tuple(reasons)


def _places(condition: Condition, seen: Evidence) -> Why | None:
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
        reasons.append(Reason("near", closest[2], (f"{closest[1]:.0f} m",), closest[0].key))
    return tuple(reasons)


def _themes(condition: Condition, seen: Evidence) -> Why | None:
    found = tuple(
        Reason("theme", where, (written,), key)
        for key in condition.theme
        if (score := seen.themes.get(key)) is not None and score.holds
        for where, written in score.written
    )
    return found or None


def _clock(condition: Condition, seen: Evidence) -> Why | None:
    now = seen.local_time
    reasons: list[Reason] = []
    if condition.hours:
        if not any(_within(hours, now.time()) for hours in condition.hours):
            return None
        reasons.append(Reason("hours", found=(f"{now:%H:%M}",)))
    if condition.days:
        if WEEKDAYS[now.weekday()] not in condition.days:
            return None
        reasons.append(Reason("days", found=(WEEKDAYS[now.weekday()],)))
    if condition.open is not None:
        if is_open(seen.organisation.town, now) != condition.open:
            return None
        reasons.append(Reason("open", found=("yes" if condition.open else "no",)))
    return tuple(reasons)


def _within(hours: str, now: time) -> bool:
    begins, _, ends = hours.partition("-")
    written = f"{now:%H:%M}"
    # 22:00-06:00 goes over midnight.
    return begins <= written < ends if begins <= ends else written >= begins or written < ends


_CHECKS: tuple[tuple[tuple[str, ...], Check], ...] = (
    (("door", "channel", "role", "language", "known"), _plain),
    (("recipient", "sender"), _addresses),
    (("words", "subject", "text", "reply"), _keywords),
    (("regex",), _patterns),
    (("attachments_at_least", "attachment_type", "attachment_name"), _attachments),
    (("building", "street", "near"), _places),
    (("theme",), _themes),
    (("hours", "days", "open"), _clock),
)
