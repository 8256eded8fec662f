"""« MES DONNÉES »: listed, confirmed where somebody was known or is proved, reminded until answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from dispatch.people.data_requests import end_demand
from dispatch.queries.people import find_data_requests
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.retention.forget import forget_if_alone
from dispatch.upkeep.rights.asked import remind_data_requests
from dispatch.upkeep.rights.dossier import gather
from intake.sms.form import parse_sms
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from tests.database.test_what_is_erased_is_known_again_and_what_is_held_stays import change, person_of, value
from tests.database.test_what_may_come_in import DeskMaker, make_desk, work
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, HOP, KEEPER, STRANGER, write

__all__ = ["make_desk"]
_outbox, _people, _contacts = table_of(OutboundMessage), table_of(Person), table_of(ContactPoint)
PARIS = ZoneInfo("Europe/Paris")


class TextReader:
    """Reads texts."""

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[Any]:
        return [parse_sms(raw) for _, raw in doors_and_raws]


def demands(desk: Desk, *, with_answered: bool = False) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        return find_data_requests(session, desk.clock(), with_answered=with_answered)


def letters(desk: Desk, notice: str = "data_request") -> list[str]:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.recipient).where(_outbox.c.notice == notice).order_by(_outbox.c.id)
        return list(session.connection().execute(query).scalars())


def alerts(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(
            _outbox.c.notice == "alert", _outbox.c.recipient == ADMINISTRATOR
        )
        return [data["key"] for data in session.connection().execute(query.order_by(_outbox.c.id)).scalars()]


def known_citizen(desk: Desk) -> int:
    desk.take()
    work(desk)
    desk.clock.pass_seconds(86_400)
    found = person_of(desk, CITIZEN)
    assert found is not None
    return found


def remind(desk: Desk) -> int:
    with desk.database.transaction() as session:
        return remind_data_requests(session, Organisations().current(session).in_force, desk.clock())


def test_a_demand_is_listed_with_its_month_and_confirmed_at_the_address_on_file(desk: Desk) -> None:
    known_citizen(desk)
    desk.take(write("MES DONNÉES", subject="Demande"))
    work(desk)
    row = desk.row(2)
    assert (row.state, row.request_id) == ("command", None)
    (demand,) = demands(desk)
    assert demand["due_at"].astimezone(PARIS).date() == datetime(2026, 12, 4, tzinfo=PARIS).date()
    assert (demand["by"], demand["message"], demand["overdue"]) == ("email", 2, False)
    assert demand["on_file"] is not None
    assert letters(desk) == [CITIZEN]
    assert alerts(desk) == ["data_requested"]
    data = value(desk, sa.select(_outbox.c.data).where(_outbox.c.notice == "data_request"))
    assert set(data) <= {"received_at", "due_at", "absent"}, "nothing that is kept travels"


def test_who_was_not_known_before_and_proves_no_address_is_sent_nothing_and_still_listed(desk: Desk) -> None:
    desk.take(write("mes données", sender=STRANGER, headers={"Received": HOP}), peer="203.0.113.9")
    work(desk)
    (demand,) = demands(desk)
    assert demand["on_file"] is None and demand["contacts"] == [STRANGER]
    assert letters(desk) == [] and alerts(desk) == ["data_requested"]
    assert "nothing is sent there" in desk.row(1).reason


def test_a_proved_address_that_nobody_knew_gets_the_letter_that_anybody_gets(desk: Desk) -> None:
    known_citizen(desk)
    desk.take(write("mes données"))
    desk.take(write("mes données", sender=STRANGER))
    work(desk)
    assert letters(desk) == [CITIZEN, STRANGER]
    query = sa.select(_outbox.c.data).where(_outbox.c.notice == "data_request").order_by(_outbox.c.id)
    with desk.database.reading() as session:
        known, unknown = session.connection().execute(query).scalars()
    assert set(known) == set(unknown) and known["due_at"] == unknown["due_at"]


def test_a_proved_address_that_wrote_of_something_else_a_moment_ago_gets_it_too(desk: Desk) -> None:
    """Both waited while the service was down, and are read in one go."""
    for words in ("Un banc est cassé, place du Marché.", "mes données"):
        desk.take(write(words, sender=STRANGER))
    work(desk)
    assert "demand 1" in desk.row(2).reason and letters(desk) == [STRANGER]


def test_the_letter_goes_to_what_was_proved_and_never_to_reply_to(desk: Desk) -> None:
    person = known_citizen(desk)
    before = desk.clock() - timedelta(hours=1)
    change(desk, sa.insert(_contacts).values(person_id=person, kind="email", value="proved@example.org",
           written="proved@example.org", created_at=before, verified_at=before, unreachable_reason=""))  # fmt: skip
    desk.take(write("mes données", headers={"Reply-To": "autre@example.net"}))
    work(desk)
    assert letters(desk) == ["proved@example.org"]


def test_asking_twice_is_one_demand_and_one_letter(desk: Desk) -> None:
    known_citizen(desk)
    for _ in range(2):
        desk.take(write("mes données"))
        work(desk)
    assert len(demands(desk)) == len(letters(desk)) == 1
    assert "again" in desk.row(3).reason


def test_neither_an_objection_nor_an_arret_stops_the_letter(desk: Desk) -> None:
    person = known_citizen(desk)
    change(desk, sa.update(_people).where(_people.c.id == person).values(objected_at=desk.clock()))
    desk.take(write("mes données"))
    work(desk)
    assert letters(desk) == [CITIZEN]
    change(
        desk, sa.update(_contacts).where(_contacts.c.person_id == person).values(opted_out_at=desk.clock())
    )
    with desk.database.transaction() as session:
        assert end_demand(session, person, "cli:root", desk.clock()) == 1
    desk.take(write("mes données", message_id="<second@example.org>"))
    work(desk)
    assert letters(desk) == [CITIZEN, CITIZEN] and len(demands(desk)) == 1


def test_a_stop_by_text_is_heard_here_too(desk: Desk) -> None:
    text = b"MessageSid=SM%d&From=%%2B33639980012&To=%%2B33199000001&Body=%s"
    processor = desk.processor(TextReader())
    for number, body in enumerate((b"Une+branche+est+tombee", b"STOP", b"MES+DONNEES")):
        desk.take(text % (number, body), door="sms", door_key=f"sms:SM{number}", envelope_from="+33639980012")
        while processor.process_next():
            pass
        desk.clock.pass_seconds(60)
    assert letters(desk) == [] and len(demands(desk)) == 1


def test_a_text_asks_as_well(desk: Desk) -> None:
    text = b"MessageSid=SM1&From=%2B33639980012&To=%2B33199000001&Body=MES+DONNEES"
    desk.take(text, door="sms", door_key="sms:SM1", envelope_from="+33639980012")
    processor = desk.processor(TextReader())
    while processor.process_next():
        pass
    (demand,) = demands(desk)
    assert demand["by"] == "sms" and demand["contacts"] == ["06 39 98 00 12"]


@pytest.mark.parametrize("sender", [KEEPER, ADMINISTRATOR])
def test_staff_are_no_citizens_who_ask(desk: Desk, sender: str) -> None:
    desk.take(write("mes données", sender=sender), envelope_from=sender)
    work(desk)
    assert demands(desk) == []


def test_words_beside_it_or_a_file_make_a_request(desk: Desk) -> None:
    desk.take(write("Mes données. Et l’ampoule du gymnase est cassée."))
    desk.take(write("mes données", files={"photo.jpg": b"\xff\xd8" + b"x" * 9000}))
    work(desk)
    assert desk.states() == ["new_request", "new_request"] and demands(desk) == []


def test_a_thousand_in_an_hour_are_one_mail_to_the_administrators(desk: Desk) -> None:
    for number in range(5):
        desk.take(write("mes données", sender=f"n{number}@example.net"))
    work(desk)
    assert len(demands(desk)) == 5 and alerts(desk) == ["data_requested"]


def test_the_administrators_are_reminded_until_somebody_says_it_is_answered(desk: Desk) -> None:
    person = known_citizen(desk)
    desk.take(write("mes données"))
    work(desk)
    assert remind(desk) == 1 and alerts(desk) == ["data_requested"]
    for days, heard in ((21, 1), (1, 0), (6, 1), (1, 0)):
        desk.clock.pass_seconds(days * 86_400)
        before = len(alerts(desk))
        remind(desk)
        assert alerts(desk)[before:] == ["data_request_due"] * heard, days
    for _ in range(3):  # Saturday 5 December, Sunday, Monday
        desk.clock.pass_seconds(86_400)
        while desk.clock().astimezone(PARIS).date() < datetime(2026, 12, 5, tzinfo=PARIS).date():
            desk.clock.pass_seconds(86_400)
        remind(desk)
        remind(desk)
    assert alerts(desk).count("data_request_late") == 1, "on working days alone, once a day"
    assert demands(desk)[0]["overdue"]
    with desk.database.transaction() as session:
        assert not forget_if_alone(session, person, desk.clock())[0]
        end_demand(session, person, "cli:root", desk.clock())
    desk.clock.pass_seconds(86_400)
    assert remind(desk) == 0 and demands(desk) == []
    (said,) = demands(desk, with_answered=True)
    assert said["answered_by"] == "cli:root" and not said["overdue"]
    with desk.database.reading() as session:
        in_force = Organisations().current(session).in_force
        assert [each["channel"] for each in gather(session, in_force, person).data_requests] == ["email"]


def test_a_demand_in_other_words_is_acknowledged_with_how_to_make_it(desk: Desk) -> None:
    known_citizen(desk)
    desk.take(write("Conformément au RGPD, je demande copie de ce que vous avez sur moi.", subject="RGPD"))
    work(desk)
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(_outbox.c.notice == "acknowledgement").order_by(_outbox.c.id)
        first, second = session.connection().execute(query).scalars()
    assert "may_ask_data" not in first
    assert second["may_ask_data"] is True
    assert demands(desk) == []
    desk.take(write("MES DONNÉES", subject="Re: RGPD"))
    work(desk)
    assert len(demands(desk)) == 1


def test_the_addresses_of_the_settings_are_told_in_place_of_the_administrators(make_desk: DeskMaker) -> None:
    told = ("informatique@agglo.example.org", "astreinte@agglo.example.org")
    desk = make_desk(alerts={"recipients": told})
    desk.take(write("mes données"))
    work(desk)
    assert letters(desk, "alert") == list(told)
