"""What came of the stories that a trainee looks after, read in the histories of their requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cli.office import Office
from cli.service.training.kept import Course
from cli.service.training.town import Trainee
from dispatch.queries.inbox import show_inbound
from dispatch.queries.requests import get_request, show_request
from models.errors import UserError
from models.tables.requests import EntryKind

_STAFF = ("agent", "manager", "administrator")


@dataclass(frozen=True)
class Work:
    """What came of the stories that one trainee looks after."""

    trainee: Trainee
    #: Each request by the key of the story that began it, as `requests show` has it.
    requests: Mapping[str, Mapping[str, Any]]
    #: State in the ledger of the first message of each story that has begun.
    messages: Mapping[str, str] = field(default_factory=dict)

    def own(self, *keys: str) -> Iterator[Mapping[str, Any]]:
        """The lines that the trainee wrote in the histories of those stories; of all stories without any."""
        for key in keys or self.requests:
            for line in self.requests.get(key, {}).get("entries", ()):
                if line["person"] == self.trainee.name and line["by"] in _STAFF:
                    yield line

    def moved(self, key: str, to: str) -> int:
        """How often the trainee moved it to that state."""
        return sum(line["kind"] == EntryKind.STATE and line["data"].get("to") == to for line in self.own(key))

    def told(self, key: str) -> Iterator[Mapping[str, Any]]:
        """The lines by which the trainee told the citizen something: a letter, a day, words with a state."""
        for line in self.own(key):
            says = line["text"].strip() or line["data"].get("date")
            if line["kind"] == EntryKind.MESSAGE_OUT or (line["kind"] == EntryKind.STATE and says):
                yield line

    def said(self, key: str) -> bool:
        """Whether the trainee told the citizen something."""
        return any(self.told(key))


def work_of(office: Office, course: Course, trainee: Trainee) -> Work:
    """What came so far of the stories of that trainee."""
    requests: dict[str, Mapping[str, Any]] = {}
    messages: dict[str, str] = {}
    with office.database.reading() as session:
        for key, number in course.begun.items():
            whose, _, story = key.partition("/")
            if whose != str(trainee.number):
                continue
            with suppress(UserError):  # it was erased, as an exercise of the administrator's
                came = show_inbound(session, number)
                messages[story] = came["state"]
                if came["request"] is not None:
                    requests[story] = show_request(session, get_request(session, came["request"]))
    return Work(trainee, requests, messages)
