"""A rule passes a request on to a partner outside by itself, under the guard that an agent's order has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.check.organisation import check
from models.organisation import Action, Condition, Rule
from models.organisation.partners import Partner
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from tests.counter import Counter
from tests.desk import Desk, sample
from tests.letters import CITIZEN, HOP

contacts = table_of(ContactPoint)
CUCM = "voirie@cucm.example.org"
PIPE = "La conduite d'eau de la rue du Moulin fuit."


def by_rule(partner: str = "cucm", **more: object) -> dict[str, object]:
    rule = Rule(key="conduites", when=Condition(words=("conduite",)), then=Action(partner=partner))
    there = Partner(key="cucm", name="Communauté urbaine", email=CUCM, delay_working_days=10)
    return {"rules": (rule, *sample().rules), "partners": (there,), **more}


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        apply(session, organisation.model_copy(update=by_rule()), by="a test", note="", now=desk.clock())
    yield Counter(desk)
    desk.close()


def test_a_rule_passes_on_and_whoever_has_the_request_is_told(counter: Counter) -> None:
    counter.citizen(PIPE)
    (letter,) = counter.outbox("partner_request")
    assert letter["recipient"] == CUCM
    # As an agent's, it leaves after the moment in which it can be withdrawn.
    assert letter["next_attempt_at"] > counter.desk.clock()
    assert counter.state() == "with-partner"
    assert counter.told(CITIZEN) == ["acknowledgement", "passed_on"]
    (told,) = counter.outbox("assigned")
    assert "Une règle a transmis cette demande au partenaire Communauté urbaine" in told["data"]["comment"]


def test_what_nothing_proves_waits_for_a_person(counter: Counter) -> None:
    counter.citizen(PIPE, headers={"Received": HOP}, peer="192.0.2.7")
    assert counter.outbox("partner_request") == []
    assert counter.state() == "new"
    (told,) = counter.outbox("assigned")
    assert "rien ne prouve qui a écrit" in told["data"]["comment"]
    assert "transmettre à cucm" in told["data"]["comment"]


def test_what_may_be_a_danger_waits_for_a_person(counter: Counter) -> None:
    counter.citizen(PIPE + " Ça sent le gaz très fort, venez vite !")
    assert counter.outbox("partner_request") == []
    assert counter.outbox("danger")
    assert "en danger" in counter.notes()[-1]


def test_a_partner_whose_letters_come_back_is_not_written_to(counter: Counter) -> None:
    counter.citizen(PIPE)
    with counter.desk.database.transaction() as session:
        session.connection().execute(
            sa.update(contacts).where(contacts.c.value == CUCM).values(unreachable_since=counter.desk.clock())
        )
    counter.citizen(PIPE + " C'est au numéro 12, toute autre affaire.", sender="luc@example.org")
    assert len(counter.outbox("partner_request")) == 1
    assert "nous reviennent" in counter.notes(2)[-1]


def test_the_check_knows_the_partners_of_rules() -> None:
    wrong = check(sample().model_copy(update=by_rule("cucmm")))
    assert any("No partner 'cucmm'. Did you mean 'cucm'?" in each.message for each in wrong)
    assert not any("No partner" in each.message for each in check(sample().model_copy(update=by_rule())))
