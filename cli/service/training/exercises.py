"""The exercises of the course, and whether a trainee has reached each: read in the histories of requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cli.office import Office
from cli.service.training.kept import Course
from cli.service.training.told import story_of, titles
from cli.service.training.town import Trainee
from cli.service.training.work import Work, work_of
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind


@dataclass(frozen=True)
class Exercise:
    """One thing to be done, as it is named, and how it is known that it was."""

    key: str
    #: What is to be done, by language.
    titles: Mapping[str, str]
    #: Stories that it needs.
    stories: tuple[str, ...]
    reached: Callable[[Work], bool]
    #: Whether it can no longer be reached, where it is played once only.
    missed: Callable[[Work], bool]

    @property
    def who(self) -> str:
        """The citizens whose letters it is about, as their letters name them."""
        return ", ".join(story_of(key).who for key in self.stories)


@dataclass(frozen=True)
class Result:
    """One exercise of one trainee: `open` once its messages have come in."""

    exercise: Exercise
    is_open: bool
    is_reached: bool
    is_missed: bool

    @property
    def standing(self) -> str:
        """`reached`, `missed`, `open` or `to come`."""
        if self.is_reached:
            return "reached"
        return "missed" if self.is_missed else "open" if self.is_open else "to come"


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
    return _first_was_for_the_danger(work) is True


def _danger_later(work: Work) -> bool:
    """They did something else before."""
    return _first_was_for_the_danger(work) is False


def _first_was_for_the_danger(work: Work) -> bool | None:
    danger = work.requests.get("danger")
    if danger is None:
        return None
    came = danger["entries"][0]["at"]
    after = [line for line in work.own() if line["at"] >= came]
    first = min(after, key=lambda line: (line["at"], line["id"]), default=None)
    return None if first is None else first["id"] in {line["id"] for line in danger["entries"]}


def _refused(work: Work) -> bool:
    return work.moved("hors-commune", "refused") > 0


def _explained(work: Work) -> bool:
    asked = [line["id"] for line in work.requests["hors-commune"]["entries"] if line["kind"] == "message_in"]
    said = [line["id"] for line in work.told("hors-commune")]
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


def _never(_: Work) -> bool:
    return False


def _exercise(
    key: str, stories: str, reached: Callable[[Work], bool], missed: Callable[[Work], bool] = _never
) -> Exercise:
    return Exercise(key, titles()[key], tuple(stories.split()), reached, missed)


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
    _exercise("danger", "danger", _danger_first, _danger_later),
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
    work = work_of(office, course, trainee)
    wanted = FOR_ADMINISTRATOR if trainee.number == 0 else EXERCISES
    found = []
    for exercise in wanted:
        is_open = all(story in work.messages for story in exercise.stories)
        has_requests = any(story in work.requests for story in exercise.stories)
        is_reached = is_open and (has_requests or trainee.number == 0) and exercise.reached(work)
        found.append(Result(exercise, is_open, is_reached, is_open and exercise.missed(work)))
    return found
