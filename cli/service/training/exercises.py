"""The exercises of the course, and whether a trainee has reached each: read in the histories of requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cli.office import Office
from cli.service.training.kept import Course
from cli.service.training.told import titles
from cli.service.training.town import Trainee
from dispatch.queries.inbox import show_inbound
from dispatch.queries.requests import get_request, show_request
from models.errors import UserError
from models.tables.ledger import InboundState
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

    def said(self, key: str) -> bool:
        """Whether the trainee wrote to the citizen."""
        return any(line["kind"] == EntryKind.MESSAGE_OUT for line in self.own(key))


@dataclass(frozen=True)
class Exercise:
    """One thing to be done, as it is named, and how it is known that it was."""

    key: str
    #: What is to be done, by language.
    titles: Mapping[str, str]
    #: Stories that it needs.
    stories: tuple[str, ...]
    reached: Callable[[Work], bool]


@dataclass(frozen=True)
class Result:
    """One exercise of one trainee: `open` once its messages have come in."""

    exercise: Exercise
    is_open: bool
    is_reached: bool


def _taken(work: Work) -> bool:
    return work.moved("lampadaire", "taken") > 0


def _finished(work: Work) -> bool:
    return work.moved("lampadaire", "done") > 0


def _asked(work: Work) -> bool:
    return work.moved("trou", "waiting") > 0


def _answered(work: Work) -> bool:
    return work.said("rendez-vous")


def _transferred(work: Work) -> bool:
    mine = f"quartier-{work.trainee.number}"
    return any(
        line["kind"] == EntryKind.ASSIGNMENT
        and (line["data"].get("service", mine) != mine or line["data"].get("agent") != work.trainee.key)
        for line in work.own("acte")
    )


def _noted(work: Work) -> bool:
    return any(line["kind"] == EntryKind.NOTE and line["text"].strip() for line in work.own("adresse-morte"))


def _texted(work: Work) -> bool:
    return work.said("texto")


def _split(work: Work) -> bool:
    return any("split_entry" in line["data"] for line in work.own("deux-sujets"))


def _merged(work: Work) -> bool:
    return any(
        line["data"].get("verb") in ("merge", "duplicate") for line in work.own("depot", "depot-encore")
    )


def _danger_first(work: Work) -> bool:
    """What the trainee did first, of all they did after it came in, was for the danger."""
    danger = work.requests.get("danger")
    if danger is None:
        return False
    came = danger["entries"][0]["at"]
    after = [line for line in work.own() if line["at"] >= came]
    first = min(after, key=lambda line: (line["at"], line["id"]), default=None)
    return first is not None and first["id"] in {line["id"] for line in danger["entries"]}


def _refused(work: Work) -> bool:
    return work.moved("hors-commune", "refused") > 0


def _explained(work: Work) -> bool:
    asked = [line["id"] for line in work.requests["hors-commune"]["entries"] if line["kind"] == "message_in"]
    said = [line["id"] for line in work.own("hors-commune") if line["kind"] == EntryKind.MESSAGE_OUT]
    return _refused(work) and len(asked) > 1 and any(each > asked[1] for each in said)


def _told_official(work: Work) -> bool:
    return work.said("elue")


def _handed_on(work: Work) -> bool:
    return work.said("transfert")


def _done_again(work: Work) -> bool:
    return work.moved("chauffage", "done") > 1


def _planned(work: Work) -> bool:
    return work.moved("haie", "planned") > 0


def _given(work: Work) -> bool:
    return any(
        line["kind"] == EntryKind.ASSIGNMENT and line["data"].get("agent") for line in work.own("salle")
    )


def _let_through(work: Work) -> bool:
    return work.messages.get("liste") == InboundState.NEW_REQUEST


def _exercise(key: str, stories: str, reached: Callable[[Work], bool]) -> Exercise:
    return Exercise(key, titles()[key], tuple(stories.split()), reached)


#: In the order of the guide docs/fr/former.md, which says how each is done.
EXERCISES = (
    _exercise("take", "lampadaire", _taken),
    _exercise("finish", "lampadaire", _finished),
    _exercise("answer", "rendez-vous", _answered),
    _exercise("ask", "trou", _asked),
    _exercise("transfer", "acte", _transferred),
    _exercise("note", "adresse-morte", _noted),
    _exercise("text", "texto", _texted),
    _exercise("split", "deux-sujets", _split),
    _exercise("merge", "depot depot-encore", _merged),
    _exercise("danger", "danger", _danger_first),
    _exercise("refuse", "hors-commune", _refused),
    _exercise("explain", "hors-commune", _explained),
    _exercise("official", "elue", _told_official),
    _exercise("forwarded", "transfert", _handed_on),
    _exercise("again", "chauffage", _done_again),
    _exercise("plan", "haie", _planned),
)
#: Those of the administrator.
FOR_ADMINISTRATOR = (
    _exercise("give", "salle", _given),
    _exercise("sort", "liste", _let_through),
)


def results_of(office: Office, course: Course, trainee: Trainee) -> list[Result]:
    """Each exercise of a trainee, in order."""
    work = _work(office, course, trainee)
    wanted = FOR_ADMINISTRATOR if trainee.number == 0 else EXERCISES
    found = []
    for exercise in wanted:
        is_open = all(story in work.messages for story in exercise.stories)
        has_requests = any(story in work.requests for story in exercise.stories)
        is_reached = is_open and (has_requests or trainee.number == 0) and exercise.reached(work)
        found.append(Result(exercise, is_open, is_reached))
    return found


def _work(office: Office, course: Course, trainee: Trainee) -> Work:
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
