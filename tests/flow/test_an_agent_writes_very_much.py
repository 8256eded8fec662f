"""Whoever works by mail is never cut silently: beyond an hour's messages what is no plain order waits, and they
know; a flood in their name is one letter to them, and stops nothing of theirs.
"""

from __future__ import annotations

import pytest

from cli.office import now
from dispatch.inbound.staff.proving.proof import ASKED_PER_HOUR
from intake.ledger import claims
from tests.flow.conftest import Founder
from tests.letters import ADMINISTRATOR, KEEPER, answer, relayed, reply_address, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

LIMIT = 3
#: Words that nobody can place: their writer is asked.
UNSURE = "Je pense que ce serait bien de regarder ce soir, on verra"


def _at_the_limit(found_town: Founder, **agents: str) -> tuple[Town, Delivered]:
    town = found_town(limits={"messages_per_sender_per_hour": LIMIT}, agents=agents)
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    for number in range(LIMIT):
        town.send(answer(notice, f"note : relevé {number}"))
    return town, notice


def _waits(town: Town) -> list[Delivered]:
    return [each for each in town.world.to(KEEPER) if "attendent" in each.header("Subject")]


def test_beyond_the_limit_words_wait_their_writer_knows_and_an_administrator_lets_them_go(
    found_town: Founder,
) -> None:
    town, notice = _at_the_limit(found_town)
    town.send(answer(notice, UNSURE))
    town.send(answer(notice, "Une autre idée à creuser avec les élus"))
    last = town.ledger()[-1]
    assert last["state"] == "held"
    assert last["reason"] == (
        f"more than {LIMIT} messages of this agent in an hour: nothing of it was done, the agent was told"
    )
    assert len(texts(town.request(), "note")) == LIMIT
    (told,) = _waits(town)
    assert "rien n’en a été fait" in told.text and "Sophie Martin" in told.text
    held = town.world.to(ADMINISTRATOR)[-1].text
    assert f"plus de {LIMIT} messages de cet agent" in held

    with town.office.database.transaction() as session:
        claims.replay(session, last["id"], now(), released_by="cli:sophie")
    town.settle()
    assert town.ledger()[-1]["state"] == "command"
    assert "Une autre idée" in texts(town.request(), "note")[-1]
    assert "Une autre idée" in town.world.to(KEEPER)[-1].text


def test_a_plain_order_is_done_and_answered_however_many_came_before(found_town: Founder) -> None:
    town, notice = _at_the_limit(found_town)
    town.send(answer(notice, "Terminé"))
    assert town.request()["state"] == "done"
    town.send(answer(notice, "annuler"))
    assert town.request()["state"] == "new"
    assert town.told()[-1] == ("order_done", KEEPER)
    assert _waits(town) == []


def test_a_flood_in_an_agents_name_is_one_letter_and_stops_nothing_of_theirs(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    reference = town.request()["reference"]
    for number in range(ASKED_PER_HOUR + 5):
        forged = write(f"Terminé, lot {number}", subject=f"Re: {reference}", sender=KEEPER, name="")
        town.post(relayed(forged))
    town.settle()
    assert town.request()["state"] == "new"
    told = [each for each, to in town.told() if to == KEEPER]
    assert told.count("confirm_message") == ASKED_PER_HOUR
    assert told.count("answers_wait") == 1
    assert "rien n’en a été fait" in _waits(town)[0].text
    assert "more such messages than are asked about, the agent was told" in town.ledger()[-1]["reason"]
    town.send(answer(notice, UNSURE))
    assert town.told()[-1] == ("command_help", KEEPER)


@pytest.mark.parametrize("proof", ["confirm", "token", "mail"])
def test_what_nothing_proves_is_counted_apart(found_town: Founder, proof: str) -> None:
    town = found_town(limits={"messages_per_sender_per_hour": LIMIT}, agents={"proof": proof})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    reference = town.request()["reference"]
    for number in range(LIMIT + 1):
        forged = write(f"Terminé, lot {number}", subject=f"Re: {reference}", sender=KEEPER, name="")
        town.send(relayed(forged))
    assert town.ledger()[-1]["reason"] == (
        f"more than {LIMIT} messages in the name of this agent, which nothing proves, in an hour: "
        "nothing of it was done, the agent was told"
    )
    assert len(_waits(town)) == 1
    # Theirs: proved; and where a signed address is proof enough, by that alone.
    mine = answer(notice, UNSURE, to=reply_address(notice))
    town.send(relayed(mine) if proof == "token" else mine)
    assert town.ledger()[-1]["state"] == "command"
    assert town.told()[-1] == ("command_help", KEEPER)
