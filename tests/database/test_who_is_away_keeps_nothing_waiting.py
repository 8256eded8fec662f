"""While somebody is away, whoever stands in hears of everything that somebody must do; else those who come next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.actor import SYSTEM, Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.staff.several.opinions import ask_opinion
from dispatch.notices.alerts import alert_of
from dispatch.notices.held import tell_held
from dispatch.notices.outside_requests import tell_administrators
from dispatch.notices.tell import News, tell_staff
from dispatch.requests.tasks import create_tasks
from dispatch.rules.decision import TaskDraft
from dispatch.upkeep.morning import remind_work
from dispatch.upkeep.reminders import list_unassigned
from dispatch.upkeep.week import tell_week
from models.organisation import Absence
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from models.vocabulary import ActorRole
from tests.database.test_reminders_and_watch import DAY, in_force, late_lists, told, with_request
from tests.desk import NOW, Desk
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT, ROADS_MANAGER

_requests, _outbox, _inbound = table_of(RequestRow), table_of(OutboundMessage), table_of(InboundMessage)


def away(organisation: InForce, **deputies: str | None) -> InForce:
    """These agents (underscores for hyphens) are away today; their deputies, or None for nobody."""
    absent = {key.replace("_", "-"): deputy for key, deputy in deputies.items()}

    def changed(agent: Any) -> Any:
        if agent.key not in absent:
            return agent
        given = {"from": NOW.date(), "until": NOW.date(), "deputy": absent[agent.key]}
        return agent.model_copy(update={"absences": (Absence.model_validate(given),), "deputy": None})

    agents = tuple(map(changed, organisation.organisation.agents))
    return replace(organisation, organisation=organisation.organisation.model_copy(update={"agents": agents}))


def a_request_of_the_roads(desk: Desk, **values: Any) -> InForce:
    organisation = in_force(desk)
    with_request(desk, service_id=organisation.service_ids["voirie"], **values)
    with desk.database.transaction() as session:
        session.connection().execute(sa.delete(_outbox))
    return organisation


def change(session: Any, organisation: InForce, actor: Actor = SYSTEM) -> Change:
    request = lock_request(session, organisation, session.scalars(sa.select(_requests.c.id)).one())
    return Change(session, organisation, request, actor, "test", NOW)


def absent_in(desk: Desk, to: str) -> str:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(_outbox.c.recipient == to).order_by(_outbox.c.id.desc())
        return str(session.connection().execute(query).scalars().first().get("absent", ""))


def test_what_is_very_late_and_what_nobody_has_comes_to_who_stands_in_for_a_manager(desk: Desk) -> None:
    before = a_request_of_the_roads(desk, assignee_id=None, due_at=NOW - 10 * DAY)
    organisation = away(before, ines_leroy="karim-benali")
    with desk.database.transaction() as session:
        remind_work(session, organisation, NOW, 3)
        list_unassigned(session, organisation, NOW)
    assert ("unassigned", KEEPER) in told(desk) and ("unassigned", ROADS_MANAGER) not in told(desk)
    assert ("late", KEEPER) in told(desk)
    assert [line["reference"] for line in late_lists(desk)[-1]["team"]] == ["2026-00001"]


def test_the_list_of_the_week_comes_to_who_stands_in_and_to_the_manager_who_is_back(desk: Desk) -> None:
    organisation = away(a_request_of_the_roads(desk, assignee_id=None), ines_leroy="karim-benali")
    for moment in (NOW, NOW + DAY):
        with desk.database.transaction() as session:
            tell_week(session, organisation, moment)
    weeks = [to for name, to in told(desk) if name == "week"]
    assert weeks.index(KEEPER) < weeks.index(ROADS_MANAGER) and weeks.count(KEEPER) == 1


def test_what_is_late_with_an_absent_agent_without_deputy_goes_to_the_service(desk: Desk) -> None:
    before = a_request_of_the_roads(desk, due_at=NOW - DAY)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(assignee_id=before.agent_ids["marc-durand"]))
        remind_work(session, away(before, marc_durand=None), NOW, 0)
    late = [to for name, to in told(desk) if name == "late"]
    assert late and ROADS_AGENT not in late


def test_whatever_staff_is_told_of_a_request_reaches_who_stands_in_for_its_agent(desk: Desk) -> None:
    before = a_request_of_the_roads(desk, assignee_id=in_force(desk).agent_ids["marc-durand"])
    said: dict[str, dict[str, str]] = {
        "note_added": {"text": "Vu."},
        "undeliverable": {"reason": "no_such_address", "notice": "answer"},
        "letter_waits": {"address": "jeanne@example.org"},
        "requester_reply": {},
    }
    for notice, details in said.items():
        with desk.database.transaction() as session:
            session.connection().execute(sa.delete(_outbox))
            about = change(session, away(before, marc_durand="karim-benali"))
            assert tell_staff(about, News(notice, data=details)) == 2, notice
        assert {to for _, to in told(desk)} == {ROADS_AGENT, KEEPER}, notice
        assert (absent_in(desk, KEEPER), absent_in(desk, ROADS_AGENT)) == ("Marc Durand", "")


def test_where_nobody_stands_in_those_who_come_next_hear_of_it_and_of_whom(desk: Desk) -> None:
    before = a_request_of_the_roads(desk, assignee_id=in_force(desk).agent_ids["marc-durand"])
    with desk.database.transaction() as session:
        tell_staff(change(session, away(before, marc_durand=None)), News("requester_reply"))
    others = {to for _, to in told(desk)} - {ROADS_AGENT}
    assert others and all(absent_in(desk, to) == "Marc Durand" for to in others)


def test_a_task_and_a_question_for_an_absent_colleague_reach_who_stands_in(desk: Desk) -> None:
    before = a_request_of_the_roads(desk)
    organisation = away(before, marc_durand="karim-benali")
    asker = Actor(ActorRole.MANAGER, before.agent_persons["ines-leroy"], "Inès Leroy")
    with desk.database.transaction() as session:
        create_tasks(change(session, organisation), [TaskDraft("Voir le trou", "marc-durand")], by=SYSTEM)
        ask_opinion(change(session, organisation, asker), "marc-durand", "Est-ce réparable ?")
    both = {("task_assigned", KEEPER), ("opinion_asked", KEEPER)}
    assert both <= set(told(desk)) and absent_in(desk, KEEPER) == "Marc Durand"
    assert ("task_assigned", ROADS_AGENT) in told(desk)


def test_an_alert_reaches_who_stands_in_while_no_administrator_is_there(desk: Desk) -> None:
    before = a_request_of_the_roads(desk)
    with desk.database.transaction() as session:
        for organisation, cause in ((before, "one"), (away(before, sophie_martin="karim-benali"), "two")):
            told_so = alert_of("held", command="guichet inbox list --state held", count=1)
            tell_administrators(session, organisation, "alert", cause, NOW, data=told_so)
    assert [to for name, to in told(desk) if name == "alert"] == [ADMINISTRATOR, ADMINISTRATOR, KEEPER]


def test_held_mail_is_told_to_who_stands_in_for_the_administrator(desk: Desk) -> None:
    before = a_request_of_the_roads(desk)
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_inbound).values(state="held", reason="a rule holds it", received_at=NOW, decision={})
        )
        organisation = away(before, sophie_martin="karim-benali")
        tell_held(session, organisation, NOW + timedelta(minutes=1))
    assert {to for name, to in told(desk) if name == "held_mail"} == {ADMINISTRATOR, KEEPER}
