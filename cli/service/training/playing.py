"""The invented citizens: they write when their minute has come, and answer the letters that they are sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import structlog

from cli.office import Office, now
from cli.service.story.posted import answer_arrival, arrival, can_be_answered, text_arrival
from cli.service.training.kept import Coming, Course, changing
from cli.service.training.reports import report_of
from cli.service.training.told import BOUNCE, Story, stories, story_of
from dispatch.delivery.carriers.files import letter_file
from dispatch.notices.queue import find
from intake.ledger.arrival import Arrival
from models.errors import GuichetError
from models.tables.outbox import OutboundMessage, OutboundState
from models.vocabulary import Audience

log = structlog.get_logger(__name__)
#: Seconds until somebody answers: they read it, think, and type.
ANSWER_SECONDS, BOUNCE_SECONDS = 75.0, 10.0
#: As many letters as are looked at in one step, the newest first.
_MOST = 5_000


def first_messages(trainees: int) -> list[Coming]:
    """What comes in by itself over the whole course, for so many trainees."""
    return [
        Coming(story.minute * 60.0, number, story.key)
        for story in stories()
        for number in ([0] if story.to_administrator else range(1, trainees + 1))
    ]


class Citizens:
    """Plays the course of a folder: `step` does what is due. `accept` is the door of `guichet submit`."""

    def __init__(
        self,
        office: Office,
        folder: Path,
        accept: Callable[[Arrival], int],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office, self._folder, self._accept, self._seconds = office, folder, accept, seconds
        self._last = seconds()

    def step(self) -> None:
        """Let the time pass that passed, listen to what was sent, and do all that is due."""
        with changing(self._folder) as course:
            passed, self._last = self._seconds() - self._last, self._seconds()
            course.seconds += max(passed, 0.0)
            self._listen(course)
            due = sorted(
                (each for each in course.coming if each.due <= course.seconds), key=lambda it: it.due
            )
            for each in due:
                try:
                    self._do(course, each)
                except (GuichetError, OSError) as wrong:  # it stays to come: the next step does it
                    log.warning("training.not_done", story=each.story, error=type(wrong).__name__)
                else:
                    course.coming.remove(each)

    def _listen(self, course: Course) -> None:
        """Whoever was sent a letter that they answer will do so in a moment."""
        people = {
            story.contact(trainee.number): (trainee.number, story)
            for trainee in course.everybody()
            for story in stories()
            if story.to_administrator == (trainee.number == 0)
        }
        heard = set(course.heard)
        for letter in reversed(self._sent()):
            if letter.id is None or letter.id in heard:
                continue
            course.heard.append(letter.id)
            known = people.get(letter.recipient.lower())
            if known is not None:
                self._plan(course, *known, letter)

    def _sent(self) -> list[OutboundMessage]:
        with self._office.database.reading() as session:
            found = find(session, state=OutboundState.SENT, limit=_MOST)
            session.expunge_all()
        return [each for each in found if each.audience == Audience.REQUESTER]

    def _plan(self, course: Course, trainee: int, story: Story, letter: OutboundMessage) -> None:
        number = int(letter.id or 0)
        if story.bounces:
            due = course.seconds + BOUNCE_SECONDS
            course.coming.append(Coming(due, trainee, story.key, BOUNCE, number))
            return
        answers = story.then.get(letter.notice, ())
        key = f"{trainee}/{story.key}/{letter.notice}"
        nth = course.answered.get(key, 0)
        course.answered[key] = nth + 1
        if nth < len(answers) and answers[nth]:
            due = course.seconds + ANSWER_SECONDS
            course.coming.append(Coming(due, trainee, story.key, letter.notice, number, answers[nth]))

    def _do(self, course: Course, coming: Coming) -> None:
        story, at = story_of(coming.story), now()
        if not coming.notice:
            message = story.message(coming.trainee)
            number = self._accept(arrival(message, at, message.to))
            course.begun[f"{coming.trainee}/{story.key}"] = number
        elif (answer := self._answer(story, coming)) is not None:
            self._accept(answer)

    def _answer(self, story: Story, coming: Coming) -> Arrival | None:
        at, contact = now(), story.contact(coming.trainee)
        if story.by == "sms":
            return text_arrival(contact, coming.words, at)
        letter = letter_file(self._office.settings.outgoing_dir, coming.outbox).read_bytes()
        if coming.notice == BOUNCE:
            return report_of(letter, contact, at)
        if not can_be_answered(letter):
            return None
        return answer_arrival(letter, contact, story.who, coming.words, "", at)
