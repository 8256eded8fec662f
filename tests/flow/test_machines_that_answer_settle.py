"""A machine that answers each acknowledgement with a new mail, and what a person releases."""

from __future__ import annotations

import pytest

from cli.office import now
from dispatch.notices.queue import release_held
from intake.ledger import claims
from tests.flow.conftest import Founder
from tests.letters import ADMINISTRATOR, CITIZEN, STRANGER, write
from tests.town import Town

TICKETS = "support@tickets.example"


def _ticket(number: int) -> bytes:
    return write(
        f"Votre ticket {number} est ouvert.", subject=f"Ticket {number}", sender=TICKETS, name="Support"
    )


def test_a_machine_that_answers_each_acknowledgement_settles(town: Town) -> None:
    """It opens a ticket for each letter of ours, and says so in a new mail that answers nothing."""
    town.send(_ticket(0))
    answered = 0
    while len(town.world.to(TICKETS)) > answered:
        answered += 1
        assert answered < 20, "it never settles"
        town.send(_ticket(answered))
    assert answered == 5
    assert len(town.requests()) == 6
    held = [row for row in town.notices() if row["state"] == "held"]
    assert [(row["notice"], row["recipient"]) for row in held] == [("acknowledgement", TICKETS)]
    town.send(_ticket(100))
    alerts = [row for row in town.notices() if row["notice"] == "alert"]
    assert [row["recipient"] for row in alerts] == [ADMINISTRATOR]
    assert f"guichet outbox release --to {TICKETS}" in town.world.to(ADMINISTRATOR)[-1].text
    # Whoever else writes is acknowledged as ever.
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    assert town.world.to(CITIZEN)


def test_what_is_held_leaves_when_it_is_released(found_town: Founder) -> None:
    town = found_town(limits={"acknowledgements_per_day": 1})
    for number in range(3):
        town.send(_ticket(number))
    assert len(town.world.to(TICKETS)) == 1
    with town.office.database.transaction() as session:
        released = release_held(session, now(), recipient=TICKETS.upper())
    town.settle()
    assert len(released) == 2
    assert len(town.world.to(TICKETS)) == 3


@pytest.mark.parametrize("state", ["held", "automatic", "bounce", "failed"])
@pytest.mark.parametrize("release", [True, False], ids=["release", "replay"])
def test_whatever_was_set_aside_is_read_again_and_released_becomes_a_request(
    town: Town, state: str, *, release: bool
) -> None:
    headers = {
        "held": {"List-Id": "<lettre.example>", "Precedence": "bulk"},
        "automatic": {"X-Guichet-Loop": "1"},
        "bounce": {},
        "failed": {},
    }[state]
    to = "demandes@ville.test" if state == "bounce" else "mairie@ville.test"
    text = "Une ampoule est cassée au gymnase Guimard."
    subject = "Ampoule"
    sender = STRANGER
    if state == "bounce":
        subject, sender = "Undelivered Mail Returned to Sender", "mailer-daemon@example.net"
        text = "Your message could not be delivered.\n\n<qui@example.net>: 550 5.1.1 User unknown\n"
    town.send(write(text, subject=subject, sender=sender, headers=headers), to=[to])
    if state == "failed":
        with town.office.database.transaction() as session:
            row = session.connection()
            row.exec_driver_sql("UPDATE inbound_message SET state = 'failed', request_id = NULL")
    assert town.states() == [state]
    before = len(town.requests())
    with town.office.database.transaction() as session:
        claims.replay(session, 1, now(), released_by="test" if release else "")
    town.settle()
    assert town.states() == ["new_request" if release or state == "failed" else state]
    assert len(town.requests()) == before + (release or state == "failed")
