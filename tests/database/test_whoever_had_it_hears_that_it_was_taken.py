"""« je prends » on a request that a colleague has: they hear of it once, by whom, and that nothing is left to do."""

from __future__ import annotations

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER


@pytest.mark.parametrize("words", ["je prends", "je m'en occupe", "pour moi"])
def test_the_colleague_who_had_it_is_told_once(counter: Counter, words: str) -> None:
    before = len(counter.outbox("", KEEPER))
    counter.agent(words, agent=ADMINISTRATOR)
    assert counter.request()["assignee"] == "sophie-martin"
    (told,) = counter.outbox("", KEEPER)[before:]
    assert (told["notice"], told["data"]["by"]) == ("state_changed_assignee", "Sophie Martin")
    with counter.desk.database.reading() as session:
        row = session.get_one(OutboundMessage, told["id"])
        read = " ".join(reading_copy(session, row, counter.desk.settings, SIGNER).values())
    read = read.replace("\u00a0", " ")
    assert "Demande reprise" in read and "Sophie Martin a pris la demande" in read and "Pour agir" not in read
    counter.desk.clock.pass_seconds(60)
    counter.agent(words, agent=ADMINISTRATOR)
    assert len(counter.outbox("", KEEPER)) == before + 1


def test_nobody_hears_of_what_nobody_had_or_of_their_own_doing(counter: Counter) -> None:
    counter.agent("je prends")
    counter.agent("affecter à Sophie Martin")
    assert counter.outbox("state_changed_assignee") == []
    assert len(counter.told(CITIZEN)) <= 2
