"""A mark that answers a survey is kept with its words; a bad one is told to whoever leads the service, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import find_requests
from dispatch.notices.tell import News, tell_requester
from dispatch.requests.survey_reminders import remind_surveys
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.schedule import Schedule
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from tests.counter import Counter
from tests.database.test_words_wait_for_a_visa import letter
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT, ROADS_MANAGER


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose requester was asked what they think of what was done."""
    made = Counter(Desk(town_database, tmp_path))
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    made.agent("terminé", agent=ROADS_AGENT)
    ask(made)
    yield made
    made.desk.close()


def ask(counter: Counter) -> None:
    """The requester of the newest request is asked."""
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        *_, request = find_requests(session, in_force)
        change = Change(session, in_force, request, SYSTEM, f"survey {request.id}", counter.desk.clock())
        assert tell_requester(change, News("survey"))


@pytest.mark.parametrize(
    ("said", "mark", "told"),
    [
        ("2\nTrop long.", 2, [ROADS_AGENT, ROADS_MANAGER]),
        ("1", 1, [ROADS_AGENT, ROADS_MANAGER]),
        ("4\nMerci, mais tard.", 4, [ROADS_AGENT]),
        ("5", 5, []),
        ("10/10", 5, []),
        ("Très bien, merci !", 5, []),
        ("Très mal", 1, [ROADS_AGENT, ROADS_MANAGER]),
        ("Bonjour,\n\nJe mets 4, mais tard.", 4, [ROADS_AGENT]),
    ],
)
def test_a_mark_and_its_words_are_kept_and_told(
    counter: Counter, said: str, mark: int, told: list[str]
) -> None:
    counter.citizen(said, subject="Re: Votre avis", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    (kept,) = [each for each in counter.request()["entries"] if "score" in (each.get("data") or {})]
    assert (kept["data"]["score"], kept["text"]) == (mark, said)
    if told:
        shown = letter(counter, "requester_reply").replace("\xa0", " ")
        assert f"la note est de {mark} sur 5" in shown
    assert [row["recipient"] for row in counter.outbox("requester_reply")] == told
    assert counter.state() == "done"


@pytest.mark.parametrize(
    "said", ["6", "8/10", "0", "Bonjour,\n\n4,5\n\nJeanne Petit", "entre 3 et 4", "zéro !"]
)
def test_what_is_no_mark_of_one_to_five_is_asked_about_once_and_kept(counter: Counter, said: str) -> None:
    address = counter.address(1, CITIZEN, Purpose.REQUESTER)
    counter.citizen(said, subject="Re: Votre avis", to=address)
    asked = letter(counter, "survey").replace("\xa0", " ")
    assert "ne nous dit pas quelle note" in asked and said.split("\n")[0] in asked
    assert [each["text"] for each in counter.request()["entries"]].count(said) == 1
    assert counter.outbox("requester_reply") == [] and counter.state() == "done"

    counter.citizen("7", subject="Re: Votre avis", to=address)
    assert len(counter.outbox("survey")) == 2
    assert [row["recipient"] for row in counter.outbox("requester_reply")] == [ROADS_AGENT]

    counter.citizen("4", subject="Re: Votre avis", to=address)
    (kept,) = [each for each in counter.request()["entries"] if "score" in (each.get("data") or {})]
    assert (kept["data"]["score"], counter.state()) == (4, "done")


def test_of_two_surveys_each_mark_goes_to_the_request_that_it_answers(counter: Counter) -> None:
    counter.citizen("Une ampoule est cassée au gymnase Guimard.", subject="Gymnase")
    counter.agent("terminé", 2)
    ask(counter)
    for number, mark in ((1, "4"), (2, "5")):
        counter.citizen(
            mark, subject="Re: Votre avis", to=counter.address(number, CITIZEN, Purpose.REQUESTER)
        )
    marks = [[each["data"]["score"] for each in counter.request(number)["entries"] if "score" in each["data"]]
             for number in (1, 2)]  # fmt: skip
    assert marks == [[4], [5]]


def test_a_mark_alone_takes_the_place_of_the_one_before(counter: Counter) -> None:
    to = counter.address(1, CITIZEN, Purpose.REQUESTER)
    for mark in ("3", "5", "4 rue des Lilas"):
        counter.citizen(mark, subject="Re: Votre avis", to=to)
    marks = [
        each["data"].get("score") for each in counter.request()["entries"] if each["kind"] == "message_in"
    ]
    assert marks == [None, 3, 5, None]


def test_a_manager_who_did_the_work_is_told_once(counter: Counter) -> None:
    counter.agent("affecter à Inès Leroy", agent=ROADS_AGENT)
    counter.citizen("1", subject="Re: Votre avis", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert [row["recipient"] for row in counter.outbox("requester_reply")] == [ROADS_MANAGER]


def test_in_a_service_without_a_manager_the_administrator_is_told_and_nothing_is_reopened(
    counter: Counter,
) -> None:
    counter.citizen("Une ampoule est cassée au gymnase Guimard.", subject="Gymnase")
    counter.agent("terminé", 2)
    ask(counter)
    counter.citizen(
        "1", subject="Re: [2026-00002] Votre avis", to=counter.address(2, CITIZEN, Purpose.REQUESTER)
    )
    first, *leading = [row["recipient"] for row in counter.outbox("requester_reply")]
    assert first == KEEPER
    assert leading == [ADMINISTRATOR]
    assert counter.state(2) == "done"


def remind(counter: Counter, days: int) -> int:
    """The morning of so many days later."""
    counter.desk.clock.now += timedelta(days=days)
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        return remind_surveys(session, in_force, counter.desk.clock(), ("email",))


def test_who_does_not_answer_is_asked_once_more_and_never_again(counter: Counter) -> None:
    counter.deliver()
    assert remind(counter, 6) == 0, "five working days have not passed"
    assert remind(counter, 1) == 1
    first, second = counter.outbox("survey")
    assert (first["data"], second["data"]["again"], second["recipient"]) == ({}, True, CITIZEN)
    counter.deliver()
    assert [remind(counter, each) for each in (7, 7)] == [0, 0]
    counter.citizen("4", subject="Re: Votre avis", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    (kept,) = [each for each in counter.request()["entries"] if "score" in (each.get("data") or {})]
    assert kept["data"]["score"] == 4


def test_surveys_are_asked_again_by_the_clock(counter: Counter) -> None:
    counter.deliver()
    desk = counter.desk
    desk.clock.now += timedelta(days=7)
    clock = Schedule(
        desk.database, Organisations(), desk.settings, desk.clock,
        time_zone="Europe/Paris", doors=(), on_told=lambda: None,
    )  # fmt: skip
    assert clock.run_now("reminders") == ""
    assert len(counter.outbox("survey")) == 2


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("5", "Re: [2026-00001] Que pensez-vous de notre réponse ?"),
        ("Merci beaucoup !", "Re: [2026-00001] Que pensez-vous de notre réponse ?"),
        ("Ce n'est pas réglé, toujours noir.", "Re: [2026-00001] Que pensez-vous de notre réponse ?"),
        ("Ce n'est pas réglé, toujours noir.", "Toujours en panne"),
    ],
)
def test_who_wrote_anything_since_is_not_asked_again(counter: Counter, said: str, subject: str) -> None:
    counter.deliver()
    counter.desk.clock.now += timedelta(minutes=5)
    counter.citizen(said, subject=subject, to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert remind(counter, 7) == 0


def test_a_survey_that_never_left_or_a_town_that_asks_once_reminds_nobody(counter: Counter) -> None:
    assert remind(counter, 7) == 0, "it never left"
    counter.deliver()
    desk = counter.desk
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        town = organisation.town.model_copy(update={"survey_reminder_days": 0})
        apply(session, organisation.model_copy(update={"town": town}), by="a test", note="", now=desk.clock())
    assert remind(counter, 0) == 0
