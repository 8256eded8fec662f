"""Mail that waits for a decision is told the same hour to whoever can decide, and each message once."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.notices.held import tell_held
from dispatch.notices.why.became import why_it_became
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.watch import watch
from intake.ledger.claims import replay
from intake.ledger.dismissing import dismiss, held_of
from models.errors import UserError
from models.organisation import Absence, Rule
from models.store.organisations import apply
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.database.test_what_may_come_in import DeskMaker, make_desk, work
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, ROADS_AGENT, write

__all__ = ["make_desk"]
_outbox = table_of(OutboundMessage)
REGISTRAR = "nadia.morel@agents.ville.test"
#: Says of itself that it is automatic, and may be a person's.
MACHINE = {"Auto-Submitted": "auto-replied"}


def add_rule(desk: Desk, **then: Any) -> None:
    """Hold what a supplier writes."""
    rule = Rule.model_validate(
        {"key": "suppliers", "when": {"words": ["catalogue"]}, "then": {"hold": "publicité ?", **then}}
    )
    with desk.database.transaction() as session:
        before = Organisations().current(session).in_force.organisation
        after = before.model_copy(update={"rules": (rule, *before.rules)})
        apply(session, after, by="a test", note="", now=desk.clock())


def held(desk: Desk) -> list[tuple[str, list[int]]]:
    """To whom, and which messages, of each held_mail notice."""
    with desk.database.reading() as session:
        rows = session.connection().execute(
            sa.select(_outbox).where(_outbox.c.notice == "held_mail").order_by(_outbox.c.id)
        )
        return [(row.recipient, [item["inbound"] for item in row.data["items"]]) for row in rows]


def look(desk: Desk) -> None:
    """What the schedule does just after each half hour."""
    with desk.database.transaction() as session:
        tell_held(session, Organisations().current(session).in_force, desk.clock())


def test_the_person_of_the_rules_service_is_told_at_once_and_administrators_are_not(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk()
    add_rule(desk, service="etat-civil")
    number = desk.take(write("Voici notre catalogue."))
    work(desk)
    assert desk.states() == ["held"]
    assert held(desk) == [(REGISTRAR, [number])]


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("voirie", "voirie-equipe@agents.ville.test"),
        (None, ADMINISTRATOR),
    ],
)
def test_a_service_without_a_person_has_its_mailbox_told_and_no_service_the_administrators(
    make_desk: DeskMaker, service: str | None, told: str
) -> None:
    desk = make_desk()
    add_rule(desk, **({"service": service} if service else {}))
    number = desk.take(write("Voici notre catalogue."))
    work(desk)
    assert held(desk) == [(told, [number])]


@pytest.mark.parametrize(
    ("service", "agent", "told"),
    [("etat-civil", "nadia-morel", REGISTRAR), (None, "sophie-martin", ADMINISTRATOR)],
)
def test_who_stands_in_for_a_decider_who_is_away_is_told_besides(
    make_desk: DeskMaker, service: str | None, agent: str, told: str
) -> None:
    desk = make_desk()
    add_rule(desk, **({"service": service} if service else {}))
    with desk.database.transaction() as session:
        before = Organisations().current(session).in_force.organisation
        today = before.town.local_day(desk.clock())
        absence = Absence.model_validate({"from": today, "until": today, "deputy": "marc-durand"})
        agents = tuple(
            each.model_copy(update={"absences": (absence,)}) if each.key == agent else each
            for each in before.agents
        )
        after = before.model_copy(update={"agents": agents})
        apply(session, after, by="a test", note="", now=desk.clock())
    number = desk.take(write("Voici notre catalogue."))
    work(desk)
    assert held(desk) == [(told, [number]), (ROADS_AGENT, [number])]


def test_what_comes_in_the_same_half_hour_is_told_after_it_in_one_mail(make_desk: DeskMaker) -> None:
    desk = make_desk()
    numbers = []
    for at in range(3):
        numbers.append(desk.take(write(f"Message {at}.", headers=MACHINE)))
        work(desk)
    assert held(desk) == [(ADMINISTRATOR, numbers[:1])]
    look(desk)
    assert len(held(desk)) == 1, "one mail in half an hour"
    desk.clock.pass_seconds(1800)
    look(desk)
    assert held(desk) == [(ADMINISTRATOR, numbers[:1]), (ADMINISTRATOR, numbers[1:])]
    desk.clock.pass_seconds(1800)
    look(desk)
    assert len(held(desk)) == 2, "each message once"


def test_what_was_decided_meanwhile_is_not_told(make_desk: DeskMaker) -> None:
    desk = make_desk()
    for at in range(2):
        desk.take(write(f"Message {at}.", headers=MACHINE))
        work(desk)
    with desk.database.transaction() as session:
        session.connection().execute(sa.text("UPDATE inbound_message SET state = 'spam' WHERE id = 2"))
    desk.clock.pass_seconds(1800)
    look(desk)
    assert held(desk) == [(ADMINISTRATOR, [1])]


def test_a_virus_told_by_itself_and_what_a_trusted_filter_marks_are_not_listed(make_desk: DeskMaker) -> None:
    desk = make_desk(mail={"trust_spam_headers": True})
    desk.take(write("Voici."), door_facts={"virus": "Eicar-Test-Signature"})
    desk.take(write("Voici encore.", headers={"X-Spam-Flag": "YES"}))
    work(desk)
    assert desk.states() == ["held", "held"]
    assert held(desk) == []


def test_what_was_told_by_itself_is_not_counted_in_an_alert_and_what_a_filter_marked_is(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk(mail={"trust_spam_headers": True})
    add_rule(desk)
    desk.take(write("Voici notre catalogue."))
    desk.take(write("Voici."), door_facts={"virus": "Eicar-Test-Signature"})
    work(desk)
    assert desk.states() == ["held", "held"] and len(held(desk)) == 1

    def alerts() -> str:
        in_force = Organisations().current(session).in_force
        return "\n".join(watch(session, in_force, desk.settings, (), desk.clock()))

    desk.clock.pass_seconds(7200)
    with desk.database.transaction() as session:
        assert "Messages held" not in alerts()
    desk.take(write("Bonjour, un lampadaire est cassé.", headers={"X-Spam-Flag": "YES"}))
    work(desk)
    desk.clock.pass_seconds(7200)
    with desk.database.transaction() as session:
        assert "Messages held in the last 24 hours and not announced one by one: 1" in alerts()


def test_what_is_dismissed_waits_no_more_says_why_and_can_still_be_let_through(make_desk: DeskMaker) -> None:
    desk = make_desk()
    add_rule(desk, service="etat-civil")
    number, now = desk.take(write("Voici notre catalogue.")), desk.clock()
    work(desk)
    with desk.database.transaction() as session:
        assert held_of(session, "@other.example") == [] and held_of(session, f"@{CITIZEN.split('@')[1]}") == [
            number
        ]
        dismiss(session, number, now, by="agent:nadia-morel", why="publicité\n de plus ")
        with pytest.raises(UserError, match="nothing to dismiss"):
            dismiss(session, number, now, by="agent:nadia-morel")
        assert held_of(session, CITIZEN) == []
        row = session.get_one(InboundMessage, number)
        session.refresh(row)
        assert (row.state, row.door_facts["dismissed_by"]) == ("refused", "agent:nadia-morel")
        assert row.reason == "dismissed by hand: publicité de plus; before: publicité ?"
        assert why_it_became(row.reason, "fr") == (
            "écarté à la main (publicité de plus)\u00a0; avant\u00a0: publicité ?"
        )
    with desk.database.transaction() as session:
        replay(session, number, now, released_by="agent:nadia-morel")
    desk.clock.pass_seconds(2 * 86_400)
    work(desk)
    assert desk.states() == ["new_request"]
    with desk.database.reading() as session:
        request = session.connection().execute(sa.select(table_of(RequestRow))).one()
    assert (request.created_at, request.updated_at) == (now, desk.clock()), (
        "it is of the day on which it came"
    )
