"""What nobody asked for: overdue requests, tasks that fall due, what nobody has, and what goes wrong
silently.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.rules.in_force import Organisations
from dispatch.upkeep import week
from dispatch.upkeep.late import remind_dangers
from dispatch.upkeep.morning import remind_work
from dispatch.upkeep.reminders import list_unassigned
from dispatch.upkeep.schedule import Schedule
from dispatch.upkeep.watch import watch
from dispatch.upkeep.week import tell_week
from models.organisation import Absence
from models.settings.settings import Settings
from models.store.database import Database
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.mailboxes import MailboxCursor
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow, Task
from tests.database.test_what_may_come_in import told, work
from tests.desk import NOW, Desk
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT, ROADS_MANAGER, write

_outbox, _requests, _tasks = table_of(OutboundMessage), table_of(RequestRow), table_of(Task)
DAY = timedelta(days=1)


def in_force(desk: Desk) -> InForce:
    with desk.database.reading() as session:
        return Organisations().current(session).in_force


def with_request(desk: Desk, **values: Any) -> None:
    """One request, changed as said."""
    desk.take(write("Une ampoule est cassée au gymnase Guimard."))
    work(desk)
    if values:
        with desk.database.transaction() as session:
            session.connection().execute(sa.update(_requests).values(**values))


def count(desk: Desk, notice: str) -> int:
    return [name for name, _ in told(desk)].count(notice)


def test_jobs_are_planned_anew_when_the_clock_was_turned(database: Database) -> None:
    """Reckoned by a clock that was five hours ahead, the next run would be five hours late."""
    schedule = Schedule(
        database,
        Organisations(),
        Settings.model_validate({}),
        lambda: datetime.now(UTC),
        time_zone="Europe/Paris",
        doors=(),
        on_told=lambda: None,
    )
    schedule.every(3600, "hourly", lambda: None)
    schedule.start()
    try:
        planned = datetime.now(UTC) + timedelta(hours=6)
        schedule._scheduler.modify_job("hourly", next_run_time=planned)
        schedule.clock_changed()
        again = schedule._scheduler.get_job("hourly").next_run_time
        assert again <= datetime.now(UTC) + timedelta(hours=1)
        planned_again = {job.id for job in schedule._scheduler.get_jobs()}
        assert planned_again == {"hourly", "reminders", "watch", "confirmations", "held", "dangers"}
    finally:
        schedule.stop()


def test_what_is_late_is_told_in_one_mail_each_working_day(desk: Desk) -> None:
    for at in range(3):
        long = (
            " Elle clignote le soir et les enfants en ont peur, merci de la remplacer très promptement."
            * (at == 2)
        )
        desk.take(write(f"Une ampoule est cassée au gymnase Guimard, salle {at}.{long}"))
        work(desk)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(due_at=NOW - timedelta(hours=1)))
    organisation = in_force(desk)
    # NOW is a Tuesday: the same day twice, the next day, and the Saturday after it.
    for moment in (NOW, NOW + timedelta(hours=2), NOW + DAY, NOW + 4 * DAY):
        with desk.database.transaction() as session:
            assert remind_work(session, organisation, moment, 0).late == 3
    assert [each for each in told(desk) if each[0] == "late"] == [("late", KEEPER), ("late", KEEPER)]
    (first, _) = late_lists(desk)
    assert [item["reference"] for item in first["items"]] == ["2026-00001", "2026-00002", "2026-00003"]
    assert first["items"][1]["words"] == "Une ampoule est cassée au gymnase Guimard, salle 1."
    # Cut after a whole word, and one sees that there is more.
    assert first["items"][2]["words"].endswith("peur, merci de la remplacer très…")
    assert (first["total"], first["team"]) == (3, [])


def late_lists(desk: Desk) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(_outbox.c.notice == "late").order_by(_outbox.c.id)
        return list(session.connection().execute(query).scalars())


def test_managers_get_one_list_of_what_is_late_by_some_working_days(desk: Desk) -> None:
    """From Friday to Wednesday are three working days; the weekend does not count."""
    desk.take(write("Le lampadaire est éteint rue des Écoles.", to="voirie@ville.test"),
              recipients=("voirie@ville.test",))  # fmt: skip
    work(desk)
    friday = NOW - 4 * DAY
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_requests).values(due_at=friday, assignee_id=organisation.agent_ids["marc-durand"])
        )
    for moment, managers in ((NOW, 0), (NOW + DAY, 1)):
        with desk.database.transaction() as session:
            remind_work(session, organisation, moment, 3)
        assert [each for each in told(desk) if each == ("late", ROADS_MANAGER)] == managers * [
            ("late", ROADS_MANAGER)
        ]
    mine = late_lists(desk)[-1]
    assert mine["items"] == [] and [item["holder"] for item in mine["team"]] == ["Marc Durand"]


def test_whoever_stands_in_for_an_absent_agent_gets_what_is_late(desk: Desk) -> None:
    with_request(desk, due_at=NOW - DAY)
    before = in_force(desk)
    away = Absence.model_validate({"from": NOW.date(), "until": NOW.date(), "deputy": "marc-durand"})
    agents = tuple(
        each.model_copy(update={"absences": (away,)}) if each.key == "karim-benali" else each
        for each in before.organisation.agents
    )
    organisation = replace(before, organisation=before.organisation.model_copy(update={"agents": agents}))
    with desk.database.transaction() as session:
        remind_work(session, organisation, NOW, 0)
    assert [each for each in told(desk) if each[0] == "late"] == [("late", ROADS_AGENT)]
    assert [item["holder"] for item in late_lists(desk)[0]["items"]] == ["Karim Benali"]


def test_a_danger_that_nobody_took_by_its_hour_is_told_to_holder_and_managers_once(desk: Desk) -> None:
    desk.take(
        write("Ça sent le gaz rue des Écoles.", to="voirie@ville.test"), recipients=("voirie@ville.test",)
    )
    work(desk)
    organisation = in_force(desk)
    hours = timedelta(hours=organisation.organisation.town.danger_due_hours)
    for moment, found in (
        (NOW + hours / 2, 0),
        (NOW + hours + timedelta(minutes=1), 1),
        (NOW + 2 * hours, 1),
    ):
        with desk.database.transaction() as session:
            assert remind_dangers(session, organisation, moment) == found
    overdue = [to for notice, to in told(desk) if notice == "overdue"]
    # A text wakes at night: Marc has a number, too.
    assert sorted(overdue) == sorted([ROADS_AGENT, ROADS_MANAGER, "+33639980021"])
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(state="taken", state_kind="open"))
        assert remind_dangers(session, organisation, NOW + 3 * hours) == 0


def test_a_reminder_comes_as_long_before_the_due_date_as_the_type_says(desk: Desk) -> None:
    """In working days of the town: NOW is a Tuesday, and the weekend does not count."""
    with_request(desk)
    before = in_force(desk)
    kind = before.organisation.request_types[0].model_copy(update={"remind_working_days": 2})
    document = before.organisation.model_copy(update={"request_types": (kind,)})
    organisation = replace(before, organisation=document)
    values = {"request_type_id": before.request_type_ids[kind.key]}
    with desk.database.transaction() as session:
        for due_at, moment, found in (
            (NOW + 3 * DAY, NOW, 0),
            (NOW + 3 * DAY, NOW + DAY, 1),
            (NOW + 3 * DAY, NOW + 2 * DAY, 1),
            (NOW + 6 * DAY, NOW + 3 * DAY, 1),
            (NOW - DAY, NOW, 0),
        ):
            session.connection().execute(sa.update(_requests).values(due_at=due_at, **values))
            assert remind_work(session, organisation, moment, 0).soon == found, (due_at, moment)
    assert [(len(each["soon"]), each["total"]) for each in late_lists(desk)] == [(1, 0)] * 3 + [(0, 1)]


def test_a_type_without_reminder_reminds_of_nothing(desk: Desk) -> None:
    with_request(desk)
    organisation = in_force(desk)
    silent = [kind for kind in organisation.organisation.request_types if not kind.remind_working_days]
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_requests).values(
                due_at=NOW + DAY, request_type_id=organisation.request_type_ids[silent[0].key]
            )
        )
        assert remind_work(session, organisation, NOW, 0).soon == 0


def test_what_is_closed_or_not_yet_due_is_not_overdue(desk: Desk) -> None:
    with_request(desk, due_at=NOW + DAY)
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        assert remind_work(session, organisation, NOW, 0).late == 0
        session.connection().execute(sa.update(_requests).values(state_kind="done", due_at=NOW - DAY))
        assert remind_work(session, organisation, NOW, 0).late == 0
    assert count(desk, "late") == 0


def test_a_task_that_falls_due_is_told_once_to_its_agent(desk: Desk) -> None:
    with_request(desk)
    organisation = in_force(desk)
    agent = organisation.organisation.agents[0]
    with desk.database.transaction() as session:
        for title, due_at, state in (
            ("bientôt", NOW + timedelta(hours=20), "open"),
            ("plus tard", NOW + 3 * DAY, "open"),
            ("déjà fait", NOW, "done"),
        ):
            session.add(
                Task(
                    request_id=session.scalars(sa.select(_requests.c.id)).one(),
                    title=title,
                    state=state,
                    assignee_id=organisation.agent_ids[agent.key],
                    created_at=NOW,
                    due_at=due_at,
                )
            )
    for _ in range(2):
        with desk.database.transaction() as session:
            assert remind_work(session, organisation, NOW, 0).tasks == 1
    assert [each for each in told(desk) if each[0] == "late"] == [("late", str(agent.emails[0]))]
    (line,) = late_lists(desk)[0]["tasks"]
    assert (line["task"], line["reference"], line["overdue"]) == ("bientôt", "2026-00001", False)


def test_one_mail_holds_what_is_late_what_falls_due_and_tasks(desk: Desk) -> None:
    for at in range(2):
        desk.take(write(f"Une ampoule est cassée au gymnase Guimard, salle {at}."))
        work(desk)
    before = in_force(desk)
    kind = before.organisation.request_types[0].model_copy(update={"remind_working_days": 2})
    organisation = replace(
        before, organisation=before.organisation.model_copy(update={"request_types": (kind,)})
    )
    with desk.database.transaction() as session:
        first, second = session.scalars(sa.select(_requests.c.id).order_by(_requests.c.id)).all()
        run = session.connection().execute
        run(sa.update(_requests).values(request_type_id=before.request_type_ids[kind.key]))
        run(sa.update(_requests).where(_requests.c.id == first).values(due_at=NOW - DAY))
        run(sa.update(_requests).where(_requests.c.id == second).values(due_at=NOW + DAY))
        session.add(
            Task(
                request_id=second,
                title="Commander l’ampoule",
                assignee_id=before.agent_ids["karim-benali"],
                created_at=NOW,
                due_at=NOW - DAY,
            )
        )
    with desk.database.transaction() as session:
        remind_work(session, organisation, NOW, 0)
    (mail,) = late_lists(desk)
    assert (mail["total"], mail["soon_total"], mail["tasks_total"]) == (1, 1, 1)
    assert [line["task"] for line in mail["tasks"]] == ["Commander l’ampoule"]
    assert [to for name, to in told(desk) if name == "late"] == [KEEPER]


def test_managers_hear_once_a_week_what_is_new_late_due_and_unassigned(desk: Desk) -> None:
    """NOW is a Tuesday: nothing ran on Monday. The Saturday is no working day."""
    desk.take(write("Le lampadaire est éteint rue des Écoles.", to="voirie@ville.test"),
              recipients=("voirie@ville.test",))  # fmt: skip
    work(desk)
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(due_at=NOW - DAY, assignee_id=None))
    for moment in (NOW, NOW + DAY, NOW + 4 * DAY, NOW + 6 * DAY):
        with desk.database.transaction() as session:
            assert tell_week(session, organisation, moment) == 0 or moment != NOW + 4 * DAY
    weeks = [to for name, to in told(desk) if name == "week"]
    assert weeks.count(ROADS_MANAGER) == 2
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(
            _outbox.c.notice == "week", _outbox.c.recipient == ROADS_MANAGER
        )
        first, second = session.connection().execute(query.order_by(_outbox.c.id)).scalars()
    assert (first["fresh_total"], first["total"], first["soon_total"], first["loose_total"]) == (1, 1, 0, 1)
    assert first["items"][0]["words"] == "Le lampadaire est éteint rue des Écoles."
    assert (first["loose"], first["loose_above"], first["fresh"], first["fresh_above"]) == ([], 1, [], 1), (
        "one line for each request, where it presses most"
    )
    # The line says which of the lists below it would stand in, too.
    assert first["items"][0]["also"] == ["loose", "fresh"]
    assert second["fresh_total"] == 1 and second["total"] == 1


def test_what_the_first_list_of_the_week_has_no_room_for_stands_in_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(week, "LISTED", 1)
    for number in (1, 2):
        desk.take(write(f"Le lampadaire {number} est éteint.", to="voirie@ville.test"),
                  recipients=("voirie@ville.test",))  # fmt: skip
    work(desk)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(due_at=NOW - DAY, assignee_id=None))
        tell_week(session, in_force(desk), NOW)
        query = sa.select(_outbox.c.data).where(
            _outbox.c.notice == "week", _outbox.c.recipient == ROADS_MANAGER
        )
        (told_so,) = session.connection().execute(query).scalars()
    lines = [told_so[name][0]["request_id"] for name in ("items", "loose")]
    assert sorted(lines) == [1, 2] and (told_so["loose_above"], told_so["fresh_above"]) == (1, 2)


def test_what_nobody_has_is_listed_once_a_day_to_managers(desk: Desk) -> None:
    with_request(desk, assignee_id=None)
    organisation = in_force(desk)
    managers = 0
    for moment in (NOW, NOW + timedelta(hours=1), NOW + DAY):
        with desk.database.transaction() as session:
            assert list_unassigned(session, organisation, moment) == 1
        managers = managers or count(desk, "unassigned")
    assert managers > 0
    assert count(desk, "unassigned") == 2 * managers


def test_what_nobody_has_is_not_listed_on_a_holiday_nor_beside_the_list_of_the_week(desk: Desk) -> None:
    with_request(desk, assignee_id=None)
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        assert list_unassigned(session, organisation, NOW + 8 * DAY) == 0, "the eleventh of November"
        tell_week(session, organisation, NOW)
        assert list_unassigned(session, organisation, NOW) == 1
    assert count(desk, "unassigned") == 0
    assert count(desk, "week") > 0


def test_a_week_without_news_is_told_to_nobody(desk: Desk) -> None:
    organisation = in_force(desk)
    with desk.database.transaction() as session:
        assert tell_week(session, organisation, NOW) == 0


def test_each_thing_that_goes_wrong_silently_is_told_once_a_day(desk: Desk) -> None:
    with_request(desk)
    organisation = in_force(desk)
    settings = desk.settings
    with desk.database.transaction() as session:
        assert watch(session, organisation, settings, ("smtp",), NOW) == []
    late = NOW + timedelta(hours=settings.alerts.silent_hours + 1)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_outbox).values(can_wait=False))
        found = watch(session, organisation, settings, ("smtp", "imap"), late)
    assert any("Nothing has come in by smtp" in each for each in found)
    assert not any("imap" in each for each in found), "a door that never heard anything is not silent"
    assert any("Notices by email that have waited" in each for each in found)
    alerts = count(desk, "alert")
    assert alerts >= len(found) >= 2
    assert ("alert", ADMINISTRATOR) in told(desk)
    with desk.database.transaction() as session:
        watch(session, organisation, settings, ("smtp",), late + timedelta(minutes=5))
    assert count(desk, "alert") == alerts


def test_a_full_quota_and_a_failing_mailbox_are_told(desk: Desk) -> None:
    organisation = in_force(desk)
    desk.take(write("Voici.", files={"plan.bin": b"x" * 900}))
    work(desk)
    limits = desk.settings.limits.model_copy(update={"quota_bytes": 1000})
    settings = desk.settings.model_copy(update={"limits": limits})
    with desk.database.transaction() as session:
        session.add(
            MailboxCursor(
                name="mairie", since=NOW, failing_since=NOW - timedelta(hours=2), failure="password refused"
            )
        )
        session.flush()
        found = "\n".join(watch(session, organisation, settings, (), NOW))
    assert "Attachments use" in found
    assert "90 %" in found
    assert "The mailbox mairie cannot be read." in found
    with desk.database.reading() as session:
        told = session.connection().execute(sa.select(_outbox.c.data).where(_outbox.c.notice == "alert"))
        commands = {each["key"]: each["command"] for each in told.scalars()}
    assert commands["quota"] == "guichet files show"
