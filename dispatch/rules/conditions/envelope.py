"""What a rule may ask about how a message came: door, sender, addresses, files, day and hour."""

from __future__ import annotations

import re as standard_re
from datetime import time
from fnmatch import translate
from functools import lru_cache

from dispatch.rules.conditions.evidence import Evidence, Why
from dispatch.rules.decision import Reason
from models.folding import fold
from models.organisation import WEEKDAYS, Condition
from models.organisation.working_time import is_open


def plain(condition: Condition, seen: Evidence) -> Why | None:
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
    subdomains. Linear in `pattern`.
    """
    pattern, address = fold(pattern).strip(), fold(address)
    if pattern.startswith("@"):
        domain = address.rpartition("@")[2]
        return domain == pattern[1:] or domain.endswith("." + pattern[1:])
    if pattern.endswith("@"):
        return address.startswith(pattern)
    return address == pattern


def addresses(condition: Condition, seen: Evidence) -> Why | None:
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


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> standard_re.Pattern[str]:
    # fnmatch's translation has no nested repetition; runs of * are collapsed so that none can be made.
    return standard_re.compile(translate(standard_re.sub(r"\*+", "*", fold(pattern))))


def attachments(condition: Condition, seen: Evidence) -> Why | None:
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


def clock(condition: Condition, seen: Evidence) -> Why | None:
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
