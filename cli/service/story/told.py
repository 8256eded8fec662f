"""An invented fortnight as it is told in fortnight.toml: who writes when, and what follows."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import parseaddr
from importlib.resources import files
from typing import Any

from models.organisation import Town
from models.organisation.working_time import add_working_days, due_after_hours

_DAY = re.compile(r"\{\+([0-9]{1,2})\}")
#: Nobody writes before, nor after: what would come at night comes in the morning.
_AWAKE = (time(7, 30), time(21, 30))


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody writes, or says to a clerk. `by` is mail, sms, or an origin of the desk."""

    by: str
    name: str
    #: Address or number (E.164); '' for whoever gave neither.
    contact: str
    subject: str
    text: str
    to: str
    photo: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What follows a message after so many hours: an agent's words, or the requester's."""

    after_hours: float
    by_agent: bool
    words: str
    #: Key of the agent; '' for whoever has the request.
    agent: str
    photo: str


@dataclass(frozen=True, slots=True)
class Story:
    """One message and what follows; `at` is aware UTC. `follows` is empty for what makes no request."""

    at: datetime
    message: Message
    follows: tuple[Step, ...]


def read_fortnight(town: Town, now: datetime) -> list[Story]:
    """Every story of the fortnight that ends at `now`, in the order of their first message."""
    told = tomllib.loads(files(__package__).joinpath("fortnight.toml").read_text(encoding="utf-8"))
    stories = [_story(each, town, now) for part in ("requests", "others") for each in told[part]]
    return sorted(stories, key=lambda story: story.at)


def when(town: Town, story_time: datetime, step: Step) -> datetime:
    """When a step happens, after what came before it: agents write in opening hours, nobody at night."""
    if step.by_agent:
        return due_after_hours(town, story_time, step.after_hours)
    local = (story_time + timedelta(hours=step.after_hours)).astimezone(town.zone)
    if local.time() < _AWAKE[0]:
        local = local.replace(hour=_AWAKE[0].hour, minute=_AWAKE[0].minute)
    elif local.time() > _AWAKE[1]:
        local = (local + timedelta(days=1)).replace(hour=_AWAKE[0].hour, minute=_AWAKE[0].minute)
    return local


def said(town: Town, words: str, at: datetime) -> str:
    """The words with their days: `{+3}` is the third working day after `at`, as people write it."""
    from babel.dates import format_date

    today = town.local_day(at)
    return _DAY.sub(
        lambda found: format_date(
            add_working_days(town, today, int(found[1])), "EEEE d MMMM", locale=town.locale
        ),
        words,
    )


def _story(told: dict[str, Any], town: Town, now: datetime) -> Story:
    by = told.get("by", "mail")
    name, contact = _who(by, told["who"])
    message = Message(
        by=by,
        name=name,
        contact=contact,
        subject=told.get("subject", ""),
        text=told["text"],
        to=told.get("to", ""),
        photo=told.get("photo", ""),
        headers=told.get("headers", {}),
    )
    follows = tuple(
        Step(
            after_hours=each["after"],
            by_agent="agent" in each,
            words=each["agent"] if "agent" in each else each["requester"],
            agent=each.get("as", ""),
            photo=each.get("photo", ""),
        )
        for each in told.get("then", ())
    )
    return Story(_at(told, town, now), message, follows)


def _who(by: str, who: str) -> tuple[str, str]:
    if by == "mail":
        return parseaddr(who)
    name, plus, number = who.partition("+")
    return name.strip(), plus + number


def _at(told: dict[str, Any], town: Town, now: datetime) -> datetime:
    if "ago" in told:
        return now - timedelta(minutes=told["ago"])
    day = now.astimezone(town.zone).date() - timedelta(days=told["day"])
    return datetime.combine(day, time.fromisoformat(told["at"]), town.zone).astimezone(now.tzinfo)
