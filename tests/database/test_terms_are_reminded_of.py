"""Before a first answer, an acknowledgement or the day on which silence decides is late, somebody hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.reading_copy import reading_copy
from dispatch.upkeep.morning import remind_answers, remind_work
from dispatch.upkeep.week import tell_week
from models.organisation.request_types import Silence
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import Person
from models.tables.requests import RequestRow
from tests.database.test_delays_stand_still import do, of_type
from tests.database.test_reminders_and_watch import DAY, in_force, late_lists, told, with_request
from tests.desk import NOW, SIGNER, Desk
from tests.letters import KEEPER

_requests, _outbox, _people = table_of(RequestRow), table_of(OutboundMessage), table_of(Person)
#: NOW is a Tuesday; the 11th is a holiday: five working days after it is the 10th.
REFUSED = Silence.model_validate({"effect": "rejection", "months": 2})


def a_demande(desk: Desk, silence: Silence = REFUSED, **values: Any) -> Any:
    """One request of a type on which silence decides so, acknowledged, changed as said; the organisation."""
    organisation, key = of_type(desk, silence=silence, remind_working_days=0)
    with_request(desk, request_type_id=organisation.request_type_ids[key], **values)
    acknowledged(desk, NOW)
    return organisation


def acknowledged(desk: Desk, at: datetime | None) -> None:
    """The acknowledgement left then, or never did."""
    with desk.database.transaction() as session:
        sent = sa.update(_outbox).where(_outbox.c.notice == "acknowledgement").values(sent_at=at)
        assert session.connection().execute(sent).rowcount == 1


def reminded(desk: Desk, organisation: Any, at: datetime = NOW) -> tuple[int, int]:
    """How many are late and how many fall due, as the morning of that day has them."""
    with desk.database.transaction() as session:
        found = remind_work(session, organisation, at, 0)
    return found.late, found.soon


def said(desk: Desk, notice: str) -> str:
    """The newest letter of that name, as its reader has it."""
    with desk.database.transaction() as session:
        query = sa.select(_outbox.c.id).where(_outbox.c.notice == notice).order_by(_outbox.c.id.desc())
        row = session.get_one(OutboundMessage, session.connection().execute(query).scalars().first())
        return reading_copy(session, row, desk.settings, SIGNER)["text"]


def test_a_first_answer_is_reminded_of_before_it_is_late(desk: Desk) -> None:
    with_request(desk, due_at=NOW + 20 * DAY, answer_due_at=NOW + 3 * DAY)
    assert reminded(desk, in_force(desk)) == (0, 0)
    assert reminded(desk, in_force(desk), NOW + 2 * DAY) == (0, 1)
    (line,) = late_lists(desk)[-1]["soon"]
    assert line["answer_due_at"] and not line["unanswered"]
    assert "première réponse à donner avant le 06/11/2026 à 14 h 05" in said(desk, "late").replace(
        "\xa0", " "
    )
    assert reminded(desk, in_force(desk), NOW + 4 * DAY) == (1, 0)
    do(desk, "take", NOW + 2 * DAY)
    assert reminded(desk, in_force(desk), NOW + 3 * DAY) == (0, 0), "who took it has answered"


@pytest.mark.parametrize(("received", "found"), [(10, (0, 1)), (12, (0, 1)), (13, (0, 0)), (30, (0, 0))])
def test_the_day_on_which_silence_decides_is_reminded_of_whatever_the_due_date(
    desk: Desk, received: int, found: tuple[int, int]
) -> None:
    """Of the 10th the last day is the 9th; of the 12th the 10th, of the 13th the 12th: the 11th is a holiday."""
    organisation = a_demande(desk, due_at=None, created_at=datetime(2026, 9, received, 9, tzinfo=UTC))
    assert reminded(desk, organisation) == found
    if found == (0, 1):
        (line,) = late_lists(desk)[-1]["soon"]
        assert (line["silence"], line["silence_on"]) == ("rejection", f"2026-11-{received}")
        assert f"sans réponse, rejetée le {received}/11/2026" in said(desk, "late")


def test_what_silence_has_decided_is_late_unless_something_is_missing(desk: Desk) -> None:
    organisation = a_demande(desk, due_at=None, created_at=datetime(2026, 9, 2, 9, tzinfo=UTC))
    assert reminded(desk, organisation) == (1, 0)
    do(desk, "wait", NOW)
    assert reminded(desk, organisation, NOW + DAY) == (0, 0), "the time stands still (CRPA L. 114-5)"


def test_of_a_street_signal_silence_decides_nothing(desk: Desk) -> None:
    organisation = a_demande(desk, Silence(), due_at=None, created_at=datetime(2026, 9, 2, 9, tzinfo=UTC))
    assert reminded(desk, organisation) == (0, 0)


def test_an_acknowledgement_that_never_left_is_reminded_of_within_its_ten_days(desk: Desk) -> None:
    """Ten working days after Friday the 23rd of October is the 6th of November."""
    received = datetime(2026, 10, 23, 9, tzinfo=UTC)
    organisation = a_demande(desk, due_at=NOW + 20 * DAY, created_at=received)
    acknowledged(desk, None)
    assert reminded(desk, organisation, NOW - DAY) == (0, 0)
    assert reminded(desk, organisation) == (0, 1)
    assert "accusé de réception pas encore envoyé, dû jusqu’au 06/11/2026" in said(desk, "late")
    assert reminded(desk, organisation, NOW + 6 * DAY) == (1, 0)
    acknowledged(desk, NOW)
    assert reminded(desk, organisation, NOW + 7 * DAY) == (0, 0)


def test_the_list_of_the_week_has_the_terms_too(desk: Desk) -> None:
    organisation = a_demande(desk, due_at=None, created_at=datetime(2026, 9, 2, 9, tzinfo=UTC))
    with desk.database.transaction() as session:
        assert tell_week(session, organisation, NOW)
        query = sa.select(_outbox.c.data).where(_outbox.c.notice == "week")
        weeks = list(session.connection().execute(query).scalars())
    assert weeks and all(each["total"] == 1 and each["items"][0]["silence_on"] for each in weeks)


@pytest.mark.parametrize(("channels", "to"), [(("email", "sms"), "+33639980022"), (("email",), KEEPER)])
def test_a_reminder_goes_by_the_channel_that_its_reader_prefers_and_that_leaves(
    desk: Desk, channels: tuple[str, ...], to: str
) -> None:
    with_request(desk, due_at=NOW - DAY)
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        person = organisation.agent_persons["karim-benali"]
        session.connection().execute(
            sa.update(_people).where(_people.c.id == person).values(preferred_channel="sms")
        )
        remind_work(session, organisation, NOW, 0, channels)
    assert [each for each in told(desk) if each[0] == "late"] == [("late", to)]


def test_an_answer_owed_the_same_day_is_reminded_of_within_the_opening_hours(desk: Desk) -> None:
    """NOW is five past two in the town: what came this morning stood in no mail of the morning."""
    with_request(desk, due_at=NOW + 9 * DAY, answer_due_at=NOW + timedelta(minutes=100))
    organisation = in_force(desk)
    night = NOW + timedelta(hours=9)
    for moment, found in ((NOW - timedelta(hours=1), 0), (NOW, 1), (NOW + timedelta(minutes=50), 0)):
        with desk.database.transaction() as session:
            assert remind_answers(session, organisation, moment, ("email",)) == found
    assert [each for each in told(desk) if each[0] == "late"] == [("late", KEEPER)]
    assert "première réponse à donner avant le 03/11/2026" in said(desk, "late")
    with desk.database.transaction() as session:
        late = night + timedelta(minutes=100)
        session.connection().execute(sa.update(_requests).values(answer_due_at=late))
        assert remind_answers(session, organisation, night, ("email",)) == 0
