"""The course as it is told in course.toml: who writes at which minute, and what they answer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cli.service.story.told import Message
from models.folding import slug

#: The official of the sample town, who has an address for each trainee.
_OFFICIAL = "elue"
#: Words that stand for a report that nobody is at the address.
BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Story:
    """What one invented citizen writes, and answers."""

    key: str
    minute: int
    who: str
    character: str
    by: str
    to_administrator: bool
    subject: str
    text: str
    photo: str
    headers: Mapping[str, str]
    #: Answers by the notice that they answer, the first to the first of its kind.
    then: Mapping[str, tuple[str, ...]]

    @property
    def bounces(self) -> bool:
        """Whether nobody is at the address."""
        return BOUNCE in self.then

    def contact(self, trainee: int) -> str:
        """The address or number of this citizen for that trainee: nobody answers two of them."""
        if self.by == "sms":
            return f"+336399801{trainee:02d}"
        if self.key == _OFFICIAL:
            return official_address(trainee)
        return f"{slug(self.who)}.{trainee}@example.org"

    def message(self, trainee: int) -> Message:
        """Their first message to that trainee."""
        to = "mairie@ville.test" if self.to_administrator else mailbox(trainee)
        return Message(
            self.by,
            self.who,
            self.contact(trainee),
            self.subject,
            self.text,
            to,
            self.photo,
            dict(self.headers),
        )


def mailbox(trainee: int) -> str:
    """The address that citizens write to whose matters are that trainee's."""
    return f"quartier{trainee}@ville.test"


def official_address(trainee: int) -> str:
    """The address that the elected official writes from to that trainee."""
    return f"helene.roche.{trainee}@elus.ville.test"


@cache
def stories() -> tuple[Story, ...]:
    """Every story of the course, in the order in which they begin."""
    return tuple(sorted(map(_story, _told()["stories"]), key=lambda story: story.minute))


@cache
def titles() -> Mapping[str, Mapping[str, str]]:
    """What each exercise is called, by its key and language."""
    found: dict[str, dict[str, str]] = _told()["titles"]
    return found


def _told() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("course.toml").read_text(encoding="utf-8"))


def story_of(key: str) -> Story:
    """The story of that key."""
    return next(each for each in stories() if each.key == key)


def _story(told: Mapping[str, Any]) -> Story:
    return Story(
        key=told["key"],
        minute=told["minute"],
        who=told["who"],
        character=told["character"],
        by=told.get("by", "mail"),
        to_administrator=told.get("to") == "administrator",
        subject=told.get("subject", ""),
        text=told["text"],
        photo=told.get("photo", ""),
        headers=told.get("headers", {}),
        then={notice: tuple(words) for notice, words in told.get("then", {}).items()},
    )
