"""The invented fortnight of `guichet try`: whatever the hour and the day on which somebody looks."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from PIL import Image

from cli.service.story.pictures import picture
from cli.service.story.told import Step, read_fortnight, said, when
from cli.service.story.turned_clock import TurnedClock
from models.organisation.working_time import is_open
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

ORGANISATION = load_sample()
TOWN = ORGANISATION.town
#: In the night, on a Sunday, on New Year's Day, on the days the clocks change, and at an ordinary hour.
LOOKS = [
    datetime(2026, 11, 25, 13, 5, tzinfo=UTC),
    datetime(2026, 11, 29, 1, 30, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 15, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
]


@in_rows("now", LOOKS, ids=str)
def test_every_message_comes_within_the_fortnight_and_none_after_now(now: datetime) -> None:
    stories = read_fortnight(TOWN, now)
    assert len([story for story in stories if not story.message.headers]) == 61
    assert [story.at for story in stories] == sorted(story.at for story in stories)
    assert now - timedelta(days=15) < stories[0].at < now - timedelta(days=13)
    assert now - timedelta(minutes=20) < stories[-1].at < now


def test_nobody_in_it_can_be_real() -> None:
    for story in read_fortnight(TOWN, LOOKS[0]):
        contact = story.message.contact
        assert (
            contact == ""
            or contact.startswith("+33639980")
            or contact.endswith(("@example.org", "@example.net"))
        )


def test_agents_write_while_the_town_hall_is_open_and_requesters_not_at_night() -> None:
    friday_evening = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    for hours in (0.2, 1, 5, 26):
        step = Step(hours, by_agent=True, words="", agent="", photo="")
        at = when(TOWN, friday_evening, step)
        assert at > friday_evening
        assert is_open(TOWN, (at - timedelta(seconds=1)).astimezone(TOWN.zone))
        answer = Step(hours, by_agent=False, words="", agent="", photo="")
        local = when(TOWN, friday_evening, answer).astimezone(TOWN.zone)
        assert (7, 30) <= (local.hour, local.minute) <= (21, 30)


def test_days_are_written_as_people_write_them() -> None:
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert said(TOWN, "planifié {+2}", friday) == "planifié mardi 1 décembre"
    assert said(TOWN, "terminé", friday) == "terminé"


def test_agents_and_pictures_that_are_named_are_there() -> None:
    keys = {agent.key for agent in ORGANISATION.agents}
    stories = read_fortnight(TOWN, LOOKS[0])
    assert {step.agent for story in stories for step in story.follows} - {""} <= keys
    named = {story.message.photo for story in stories} | {
        step.photo for story in stories for step in story.follows
    }
    drawn = {name: picture(name) for name in named - {""}}
    assert len(set(drawn.values())) == len(drawn) == 9, "two pictures are the same: one is not drawn"
    for content in drawn.values():
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.size) == ("JPEG", (960, 720))


def test_the_clock_of_a_story_never_goes_back() -> None:
    clock = TurnedClock(LOOKS[0])
    clock.turn(LOOKS[0] + timedelta(hours=1))
    clock.turn(LOOKS[0])
    assert clock() == LOOKS[0] + timedelta(hours=1)
