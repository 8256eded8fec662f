"""Where a course stands, in one file of its folder: read and written by one process at a time."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.service.training.town import Trainee
from models.errors import UserError
from models.store.durable import write_durably

COURSE = "course.json"
LOCK = "course.lock"


@dataclass
class Coming:
    """Something that a citizen does at that second of the course."""

    due: float
    trainee: int
    story: str
    #: The notice that it answers, with its number in the outbox; '' for what begins the story.
    notice: str = ""
    outbox: int = 0
    words: str = ""


@dataclass
class Course:
    """Who takes part, how far it is, what is still to come, what came in."""

    trainees: list[Trainee]
    #: Secret of the pages of each, by number; those of the trainer under `trainer`.
    secrets: dict[str, str]
    #: Seconds that the course has lasted, breaks left out.
    seconds: float = 0.0
    coming: list[Coming] = field(default_factory=list)
    #: Number in the ledger of what began each story, by `trainee/story`.
    begun: dict[str, int] = field(default_factory=dict)
    #: How many letters of each notice were answered, by `trainee/story/notice`.
    answered: dict[str, int] = field(default_factory=dict)
    #: Letters of the outbox that were looked at.
    heard: list[int] = field(default_factory=list)

    def everybody(self) -> list[Trainee]:
        """The trainees, and the administrator after them."""
        return sorted(self.trainees, key=lambda each: (each.number == 0, each.number))

    def hurry(self) -> tuple[int, int]:
        """Whoever has something to answer does it now; else the next messages of the course come. How many
        answer, and how many write.
        """
        waiting = [each for each in self.coming if each.due > self.seconds]
        answers = [each for each in waiting if each.notice]
        if answers:
            for each in answers:
                each.due = self.seconds
            return len(answers), 0
        if waiting:
            self.seconds = min(each.due for each in waiting)
        return 0, sum(each.due <= self.seconds for each in waiting)


def write_course(folder: Path, course: Course) -> None:
    """Put it down whole, readable by its owner alone."""
    text = json.dumps(asdict(course), ensure_ascii=False, indent=1) + "\n"
    write_durably(folder / COURSE, lambda stream: stream.write(text.encode()), mode=0o600)


def read_course(folder: Path) -> Course:
    """As it was put down last. Raises UserError."""
    try:
        told: dict[str, Any] = json.loads((folder / COURSE).read_bytes())
        told["trainees"] = [Trainee(**each) for each in told["trainees"]]
        told["coming"] = [Coming(**each) for each in told["coming"]]
        return Course(**told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise UserError(
            f"{folder / COURSE} cannot be read. Begin anew: guichet training reset {folder} --agents 3"
        ) from wrong


@contextmanager
def changing(folder: Path) -> Iterator[Course]:
    """The course, held for one process; what was changed of it is put down, unless something went wrong."""
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        course = read_course(folder)
        yield course
        write_course(folder, course)
